// What the service worker does when a push message comes in, and when somebody taps on it. Imported by /sw.js.
// A message holds no name and no mark: a lock screen shows it to everybody.

function told(event) {
  try {
    return event.data.json();
  } catch {
    return {};
  }
}

self.addEventListener("push", (event) => {
  const { title = "Zhurnal", body = "", url = "/news/", tag = "news" } = told(event);
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/news/"));
});

async function open(path) {
  const target = new URL(path, self.location.origin);
  // Only places of our own, whatever came in.
  const href = target.origin === self.location.origin ? target.href : self.location.origin;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const [first] = windows;
  if (!first) return self.clients.openWindow(href);
  await first.focus();
  return first.navigate(href).catch(() => self.clients.openWindow(href));
}
