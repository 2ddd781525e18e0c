// A form with data-draft="name" keeps what is being written on this device, until it is saved: a
// session that ends in the middle of a long note loses nothing. Three days at most, and nothing
// stays after « Se déconnecter ». Forms that htmx brings (a cell of the chart) are kept as well.
const AGE = 3 * 24 * 3600 * 1000;
const PREFIX = "draft:";
const REFUSED = "[aria-invalid=true], .errorlist, [role=alert]";
const keyOf = (form) => PREFIX + form.dataset.draft;

function stored(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key));
    return found && Date.now() - found.at < AGE ? found : null;
  } catch { return null; }
}

function forget(key) {
  try { localStorage.removeItem(key); } catch { /* storage refused: nothing was kept */ }
}

function every(action) {
  try { Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach(action); } catch { /* same */ }
}

function noteSent(key) {
  try {
    if (key) sessionStorage.setItem("draft-sent", key);
    else sessionStorage.removeItem("draft-sent");
  } catch { /* same */ }
}

function fields(form) {
  return [...form.elements].filter((one) => one.name && !["csrfmiddlewaretoken", "client_id"].includes(one.name)
    && !["password", "file", "submit", "button"].includes(one.type));
}

function values(form) {
  return fields(form).map((one) => [one.name, ["checkbox", "radio"].includes(one.type) ? (one.checked ? one.value : null) : one.value]);
}

// What somebody reads of the form: without versions, nor the spaces that saving trims.
function words(form, pairs) {
  const hidden = new Set(fields(form).filter((one) => one.type === "hidden").map((one) => one.name));
  return JSON.stringify(pairs.filter(([name]) => !hidden.has(name)).map(([name, value]) => [name, value?.trim() ?? null]));
}

function put(form, pairs) {
  const all = fields(form);
  pairs.forEach(([name, value], index) => {
    const one = all[index];
    if (!one || one.name !== name) return;
    if (["checkbox", "radio"].includes(one.type)) one.checked = value !== null;
    else one.value = value;
    const folded = value && one.type !== "hidden" && one.closest("details");
    if (folded) folded.open = true;
  });
}

function restore(form, key) {
  const found = stored(key);
  if (!found || form.querySelector(REFUSED)) return;
  if (words(form, found.values) === words(form, values(form))) { forget(key); return; }
  put(form, found.values);
  const notice = form.querySelector("[data-draft-found]");
  if (notice) notice.hidden = false;
}

function watch(form) {
  const key = keyOf(form);
  restore(form, key);
  form.querySelector("[data-draft-forget]")?.addEventListener("click", () => { forget(key); location.reload(); });
  let waiting;
  const keep = () => {
    try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values(form) })); } catch { /* full */ }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 300); });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    keep();
    if (event.submitter?.formTarget) return; // only looked at, in a frame
    noteSent(key);
  });
}

// What was sent is forgotten once another page answers, or the same one saying that it is saved;
// the door, where a session that ended leads, forgets nothing.
const forms = [...document.querySelectorAll("form[data-draft]")];
const sent = (() => { try { return sessionStorage.getItem("draft-sent"); } catch { return null; } })();
if (sent) {
  const same = forms.find((form) => keyOf(form) === sent);
  const saved = same ? document.querySelector("#toasts .toast") && !same.querySelector(REFUSED) : true;
  if (saved && document.querySelector(".shell")) forget(sent);
  noteSent(null);
}
every((one) => { if (!stored(one)) forget(one); });
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-leave]")) every(forget);
});
forms.forEach(watch);

document.addEventListener("htmx:load", (event) => {
  const form = event.detail.elt;
  if (form.matches?.("form[data-draft]") && !forms.includes(form)) watch(form);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr, shouldSwap } = event.detail;
  // A session that ended: the whole page goes to the door and comes back, not the door in a corner.
  if (new URL(xhr.responseURL || location.href).pathname.endsWith("/login/")) {
    event.detail.shouldSwap = false;
    location.reload();
    return;
  }
  if (!shouldSwap || !target?.matches?.("form[data-draft]") || xhr.responseText.includes("data-draft=")) return;
  forget(keyOf(target));
  noteSent(null);
});
