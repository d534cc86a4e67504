// Offers to show notices on this device, where the browser can do that.

const place = document.querySelector("[data-push]");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytes(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

async function subscription(registration) {
  const standing = await registration.pushManager.getSubscription();
  const options = { userVisibleOnly: true, applicationServerKey: bytes(place.dataset.push) };
  return standing ?? registration.pushManager.subscribe(options);
}

async function post(made, form) {
  const { endpoint, keys } = made.toJSON();
  const body = new FormData(form);
  for (const [name, value] of Object.entries({ endpoint, ...keys })) body.set(name, value);
  const answer = await fetch(place.dataset.to, { method: "POST", body });
  if (answer.ok) return "";
  return (await answer.json()).sentence ?? place.querySelector("[data-push-said]").dataset.failed;
}

async function subscribe(form, said) {
  if ((await Notification.requestPermission()) !== "granted") return said.dataset.denied;
  await navigator.serviceWorker.register(place.dataset.worker);
  const registration = await navigator.serviceWorker.ready;
  return post(await subscription(registration), form);
}

if (place && able) {
  const form = place.querySelector("[data-push-form]");
  const said = place.querySelector("[data-push-said]");
  place.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = await subscribe(form, said).catch(() => said.dataset.failed);
    said.textContent = problem;
    if (!problem) location.reload();
  });
}
