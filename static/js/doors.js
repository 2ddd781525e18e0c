// Doors without network: a tap that did not leave is kept in this phone and sent when the network is back.
// Each one carries its own id and its time, so that the server counts it once, whenever it arrives.
const KEY = "alliance.doors";
const read = () => JSON.parse(localStorage.getItem(KEY) || "[]");
const write = (list) => localStorage.setItem(KEY, JSON.stringify(list));

function show() {
  const count = read().length;
  for (const box of document.querySelectorAll("[data-unsent]")) {
    box.hidden = count === 0;
    box.querySelector("[data-unsent-count]").textContent = count;
  }
}

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
}

let sending = false;
async function send() {
  if (sending || !navigator.onLine) return;
  sending = true;
  try {
    for (const tap of read()) {
      const answer = await fetch(tap.path, {
        method: "POST", body: new URLSearchParams(tap.body), redirect: "manual",
        headers: { "X-CSRFToken": token(), "HX-Request": "true" },
      });
      if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status >= 500) break;
      write(read().filter((other) => other.body.nonce !== tap.body.nonce || other.body.outcome !== tap.body.outcome));
    }
  } catch { /* still no network: they wait */ } finally {
    sending = false;
    show();
  }
}

document.addEventListener("htmx:configRequest", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("form[data-knock]")) return;
  event.detail.parameters.at = new Date().toISOString();
  if (crypto.randomUUID) event.detail.parameters.nonce = crypto.randomUUID();
});

document.addEventListener("htmx:sendError", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form[data-knock]") : null;
  if (!form) return;
  const { path, parameters } = event.detail.requestConfig;
  const { outcome, nonce, at } = Object.fromEntries(Object.entries(parameters));
  write([...read(), { path, body: { outcome, nonce, at } }]);
  for (const button of form.querySelectorAll("[name=outcome]")) {
    button.setAttribute("aria-pressed", String(button.value === outcome));
  }
  show();
});

addEventListener("online", send);
setInterval(send, 15000);
show();
send();
