// Tells the worker of this device, where there is one, which pages to keep; on the page of the device, the switch.
import "./offline-rules.js";

const children = [...document.querySelectorAll("a.children__child")].map((link) => link.getAttribute("href"));
const pupils = [location.pathname, ...children].map((path) => /^\/diary\/(\d+)\//.exec(path)?.[1]).filter(Boolean);
const box = document.querySelector("[data-offline]");

function say(worker, message) {
  return new Promise((done, failed) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => (data === "done" ? done() : failed(new Error(data)));
    worker.postMessage(message, [port2]);
  });
}

function keepAll(worker, ids) {
  const addresses = self.offlineRules.addresses([...new Set(ids)], new Date());
  return say(worker, { type: "keep", addresses });
}

async function active() {
  await navigator.serviceWorker.register(box.dataset.worker);
  return (await navigator.serviceWorker.ready).active;
}

async function optIn() {
  const worker = await active();
  await say(worker, { type: "opt-in", reader: box.dataset.reader });
  await navigator.storage?.persist?.();
  await keepAll(worker, box.dataset.pupils.split(" "));
}

async function show() {
  const isOn = await caches.has("offline-reader");
  box.querySelector("[data-offline-on]").hidden = !isOn;
  box.querySelector("[data-offline-off]").hidden = isOn;
}

function act(button, work, said) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = said.dataset.wait;
    said.textContent = await work().then(() => "", () => said.dataset.failed);
    button.disabled = false;
    await show();
  });
}

if ("serviceWorker" in navigator && "caches" in self) {
  if (box) {
    const said = box.querySelector("[data-offline-said]");
    box.hidden = false;
    act(box.querySelector("[data-offline-off] button"), optIn, said);
    act(box.querySelector("[data-offline-on] button"), async () => say(await active(), { type: "opt-out" }), said);
    await show();
  } else if (navigator.serviceWorker.controller && pupils.length) {
    keepAll(navigator.serviceWorker.controller, pupils).catch(() => {});
  }
}
