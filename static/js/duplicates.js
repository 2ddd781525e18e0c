// Pairs decided from the keyboard: S the same, D two people, up and down between pairs, left and right the page to keep.
const place = document.querySelector("[data-pairs]");

function pairs() {
  return [...place.querySelectorAll("[data-pair]")];
}

function current() {
  return document.activeElement?.closest("[data-pair]") || pairs()[0];
}

function go(pair) {
  if (!pair) return;
  pair.focus({ preventScroll: true });
  pair.scrollIntoView({ block: "center" });
}

function choose(pair, step) {
  const pages = [...pair.querySelectorAll("[name=keep]")];
  pages[step < 0 ? 0 : pages.length - 1].checked = true;
}

function decide(pair, key) {
  const button = pair.querySelector(`[data-decide="${key}"]`);
  const all = pairs();
  const next = all[all.indexOf(pair) + 1] || all[all.indexOf(pair) - 1];
  place.addEventListener("htmx:afterRequest", () => go(next), { once: true });
  button.click();
}

document.addEventListener("keydown", (event) => {
  if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest("input:not([type=radio]), textarea, select, dialog")) return;
  const pair = current();
  const key = event.key.toLowerCase();
  const steps = { arrowdown: 1, arrowup: -1, arrowleft: -1, arrowright: 1 };
  if (!pair || !(key in steps || key === "s" || key === "d")) return;
  event.preventDefault();
  if (key === "s" || key === "d") decide(pair, key);
  else if (key === "arrowleft" || key === "arrowright") choose(pair, steps[key]);
  else if (!pair.contains(document.activeElement)) go(pair);
  else go(pairs()[pairs().indexOf(pair) + steps[key]]);
});

// Messages with « Annuler » stay: of forty decisions, the last one is enough.
place?.addEventListener("htmx:afterRequest", () => {
  for (const toast of document.querySelectorAll("#toasts .toast:not(:last-child)")) toast.remove();
});
