// Quick entry of a sheet: one key a line, then the next line; Backspace and the arrows go back.
const list = document.querySelector("[data-entry]");
const keys = () => [...list.querySelectorAll(".entry-key")];

function go(from, step) {
  const all = keys();
  const next = all[all.indexOf(from) + step];
  if (next) {
    next.focus();
    next.select();
  }
}

list?.addEventListener("input", (event) => {
  const input = event.target;
  if (input.matches(".entry-key") && /^[a-z0-9]$/i.test(input.value)) go(input, 1);
});

list?.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches(".entry-key")) return;
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
  if (step) {
    event.preventDefault();
    go(input, step);
  } else if (event.key === "Backspace" && !input.value) {
    event.preventDefault();
    go(input, -1);
  }
});

if (list) keys().find((input) => !input.value)?.focus();
