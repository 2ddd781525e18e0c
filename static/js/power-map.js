// The power map: a name is dragged, or moved with the arrows; its small form then asks what shows it.
// Nothing is sent before the form is. Without this file each name is a link to the same form.
const map = document.querySelector("[data-power-map]");
const form = document.querySelector("[data-map-form]");
const LEFT = 14, TOP = 14, WIDE = 372, HIGH = 296;
let held = null;
let wasDragged = false;

const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
const xOf = (support) => LEFT + ((support + 100) * WIDE) / 200;
const yOf = (influence) => TOP + ((100 - influence) * HIGH) / 100;

function point(event) {
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
}

function show(dot, support, influence) {
  dot.dataset.toSupport = Math.round(clamp(support, -100, 100));
  dot.dataset.toInfluence = Math.round(clamp(influence, 0, 100));
  const x = xOf(+dot.dataset.toSupport) - xOf(+dot.dataset.support);
  const y = yOf(+dot.dataset.toInfluence) - yOf(+dot.dataset.influence);
  dot.setAttribute("transform", `translate(${x} ${y})`);
}

function back(dot) {
  dot.removeAttribute("transform");
  delete dot.dataset.toSupport;
  delete dot.dataset.toInfluence;
}

function ask(dot, focus) {
  for (const other of map.querySelectorAll("[data-to-support]")) if (other !== dot) back(other);
  form.hidden = false;
  form.action = dot.getAttribute("href");
  form.elements.seen.value = dot.dataset.seen;
  form.elements.support.value = dot.dataset.toSupport;
  form.elements.influence.value = dot.dataset.toInfluence;
  form.querySelector("[data-map-who]").textContent = dot.dataset.name;
  form.querySelector("[data-map-where]").textContent = `soutien ${dot.dataset.toSupport}, influence ${dot.dataset.toInfluence}`;
  if (focus) form.elements.note.focus();
}

map?.addEventListener("pointerdown", (event) => {
  const dot = event.target.closest("[data-dot]");
  if (!dot || event.button) return;
  const at = point(event);
  held = { dot, x: at.x, y: at.y, support: +(dot.dataset.toSupport ?? dot.dataset.support), influence: +(dot.dataset.toInfluence ?? dot.dataset.influence) };
  wasDragged = false;
  dot.setPointerCapture(event.pointerId);
});

map?.addEventListener("pointermove", (event) => {
  if (!held) return;
  const at = point(event);
  if (!wasDragged && Math.hypot(at.x - held.x, at.y - held.y) < 3) return;
  wasDragged = true;
  show(held.dot, held.support + ((at.x - held.x) * 200) / WIDE, held.influence - ((at.y - held.y) * 100) / HIGH);
});

map?.addEventListener("pointerup", () => {
  if (held && wasDragged) ask(held.dot, true);
  held = null;
});

map?.addEventListener("pointercancel", () => {
  if (held) back(held.dot);
  held = null;
});

// A link is dragged by the browser itself, and followed after a drag: neither here.
map?.addEventListener("dragstart", (event) => event.preventDefault());
map?.addEventListener("click", (event) => {
  if (wasDragged) event.preventDefault();
  wasDragged = false;
});

map?.addEventListener("keydown", (event) => {
  const dot = event.target.closest("[data-dot]");
  const step = { ArrowLeft: [-5, 0], ArrowRight: [5, 0], ArrowUp: [0, 5], ArrowDown: [0, -5] }[event.key];
  if (!dot || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") back(dot);
  if (event.key === "Enter" && dot.dataset.toSupport !== undefined) {
    event.preventDefault();
    ask(dot, true);
  }
  if (!step) return;
  event.preventDefault();
  show(dot, +(dot.dataset.toSupport ?? dot.dataset.support) + step[0], +(dot.dataset.toInfluence ?? dot.dataset.influence) + step[1]);
  ask(dot, false);
});

form?.querySelector("[data-map-cancel]").addEventListener("click", () => {
  const moved = [...map.querySelectorAll("[data-to-support]")];
  moved.forEach(back);
  form.hidden = true;
  moved[0]?.focus();
});
