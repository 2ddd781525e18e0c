// Dropping an action on another day, or pressing an arrow on it, opens the page that asks before
// anybody is told. Nothing moves here.
const calendar = document.querySelector("[data-calendar]");
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
let dragged = null;

function ask(occasion, day) {
  const from = occasion.closest("[data-day]").dataset.day;
  if (day !== from) location.assign(`${occasion.dataset.move}?date=${day}`);
}

function over(cell) {
  for (const one of calendar.querySelectorAll("[data-over]")) one.removeAttribute("data-over");
  cell?.setAttribute("data-over", "");
}

calendar?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-move]");
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
calendar?.addEventListener("dragover", (event) => {
  const cell = event.target.closest("[data-day]");
  if (!dragged || !cell) return;
  event.preventDefault();
  over(cell);
});
calendar?.addEventListener("drop", (event) => {
  const cell = event.target.closest("[data-day]");
  if (!dragged || !cell) return;
  event.preventDefault();
  ask(dragged, cell.dataset.day);
});
calendar?.addEventListener("dragend", () => {
  dragged = null;
  over(null);
});
calendar?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || !event.target.matches("[data-move]") || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const day = new Date(`${event.target.closest("[data-day]").dataset.day}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + step);
  ask(event.target, day.toISOString().slice(0, 10));
});
