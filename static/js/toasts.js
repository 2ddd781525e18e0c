// Messages leave by themselves, except errors and deeds that can be undone; they wait while one reads.
const STAY_MS = 8000;
const place = document.getElementById("toasts");

function leave(toast) {
  let left = STAY_MS;
  let since = Date.now();
  let timer = setTimeout(() => toast.remove(), left);
  const hold = () => { clearTimeout(timer); left -= Date.now() - since; };
  const resume = () => { since = Date.now(); clearTimeout(timer); timer = setTimeout(() => toast.remove(), Math.max(left, 2000)); };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", resume);
  toast.addEventListener("focusout", resume);
}

function welcome(toast) {
  if (!(toast instanceof Element) || !toast.matches(".toast")) return;
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => toast.remove());
  if (!toast.hasAttribute("data-stay")) leave(toast);
}

if (place) {
  for (const toast of place.children) welcome(toast);
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach(welcome);
  }).observe(place, { childList: true });

  // An answer that could not be shown: say so, with the words the page carries.
  const failed = document.getElementById("toast-failed");
  const tell = () => { if (failed && !place.querySelector("[data-failed]")) place.append(failed.content.cloneNode(true)); };
  document.addEventListener("htmx:responseError", tell);
  document.addEventListener("htmx:sendError", tell);
}
