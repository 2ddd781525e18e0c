// Questions of an import, answered at the keyboard: J the same person, F another, L leave aside.
// After an answer the next question comes under the eyes.
const ANSWERS = new Set(["j", "f", "l"]);

function open() {
  return [...document.querySelectorAll("[data-question]:not([data-answered])")];
}

function current() {
  const under = document.activeElement?.closest("[data-question]:not([data-answered])");
  return under || open()[0];
}

function show(question) {
  if (!question) return;
  question.focus({ preventScroll: true });
  question.scrollIntoView({ block: "start" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = event.key.toLowerCase();
  if (!ANSWERS.has(key) || event.target.closest("input:not([type=hidden]), textarea, select, dialog")) return;
  const button = current()?.querySelector(`[data-answer="${key}"]`);
  if (!button || button.hasAttribute("aria-busy")) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const answered = document.getElementById(event.detail.target?.id);
  if (!answered?.matches("[data-question]")) return;
  if (!answered.hasAttribute("data-answered")) {
    show(answered);
    return;
  }
  const rest = open();
  const after = rest.find((one) => answered.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  show(after || rest[0] || document.getElementById("bilan"));
});
