// A form with data-draft="name" keeps what is being written on this device, until it is saved: a
// session that ends in the middle of a long note loses nothing. Three days at most, and nothing
// stays after « Se déconnecter ».
const AGE = 3 * 24 * 3600 * 1000;
const PREFIX = "draft:";
const form = document.querySelector("form[data-draft]");

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

function fields() {
  return [...form.elements].filter((one) => one.name && !["csrfmiddlewaretoken", "client_id"].includes(one.name)
    && !["password", "file", "submit", "button"].includes(one.type));
}

function values() {
  return fields().map((one) => [one.name, ["checkbox", "radio"].includes(one.type) ? (one.checked ? one.value : null) : one.value]);
}

function put(pairs) {
  const all = fields();
  pairs.forEach(([name, value], index) => {
    const one = all[index];
    if (!one || one.name !== name) return;
    if (["checkbox", "radio"].includes(one.type)) one.checked = value !== null;
    else one.value = value;
    if (value && one.closest("details")) one.closest("details").open = true;
  });
}

function watch(key) {
  const pristine = JSON.stringify(values());
  const found = stored(key);
  const refused = form.querySelector("[aria-invalid=true], .errorlist");
  if (found && !refused && JSON.stringify(found.values) !== pristine) {
    put(found.values);
    const notice = form.querySelector("[data-draft-found]");
    if (notice) notice.hidden = false;
  }
  form.querySelector("[data-draft-forget]")?.addEventListener("click", () => { forget(key); location.reload(); });
  let waiting;
  const keep = () => {
    try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values() })); } catch { /* full */ }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 300); });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keep();
    try { sessionStorage.setItem("draft-sent", key); } catch { /* same */ }
  });
}

// What was sent is forgotten once another page than the form, or the door, answers.
const sent = (() => { try { return sessionStorage.getItem("draft-sent"); } catch { return null; } })();
const key = form ? PREFIX + form.dataset.draft : null;
if (sent && sent !== key && document.querySelector(".shell")) {
  forget(sent);
  try { sessionStorage.removeItem("draft-sent"); } catch { /* same */ }
}
every((one) => { if (!stored(one)) forget(one); });
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-leave]")) every(forget);
});
if (form) watch(key);
