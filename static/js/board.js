// A board whose cards are dragged from stage to stage, or moved with the arrows from a card.
// Nothing is sent until its small form is: dropping opens it, with the stage chosen.
const board = document.querySelector("[data-board]");
let dragged = null;

function stages() {
  return [...board.querySelectorAll("[data-stage]")];
}

function ask(card, stage) {
  const mover = card.querySelector(".mover");
  const choice = mover?.querySelector("select[name=stage]");
  if (!choice || card.closest("[data-stage]").dataset.stage === stage) return;
  choice.value = stage;
  mover.open = true;
  mover.querySelector("input[name=reason]").focus();
}

function over(section) {
  for (const one of stages()) one.toggleAttribute("data-over", one === section);
}

board?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-card]");
  if (!dragged) return;
  dragged.setAttribute("data-dragged", "");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.getAttribute("aria-label"));
});

board?.addEventListener("dragover", (event) => {
  const section = event.target.closest("[data-stage]");
  if (!dragged || !section) return;
  event.preventDefault();
  over(section);
});

board?.addEventListener("drop", (event) => {
  const section = event.target.closest("[data-stage]");
  if (!dragged || !section) return;
  event.preventDefault();
  ask(dragged, section.dataset.stage);
});

board?.addEventListener("dragend", () => {
  dragged?.removeAttribute("data-dragged");
  dragged = null;
  over(null);
});

board?.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-card]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = stages();
  const next = all[all.indexOf(event.target.closest("[data-stage]")) + step];
  if (!next) return;
  event.preventDefault();
  ask(event.target, next.dataset.stage);
});
