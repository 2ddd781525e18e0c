// The three buttons of the theme: data-theme-choice is light, dark or empty (as the machine).
const root = document.documentElement;
const buttons = document.querySelectorAll("[data-theme-choice]");

function show() {
  const theme = root.dataset.theme || "";
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}

function choose(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  try {
    if (theme) localStorage.setItem("theme", theme);
    else localStorage.removeItem("theme");
  } catch { /* kept for this page only */ }
  show();
}

for (const button of buttons) {
  button.addEventListener("click", () => choose(button.dataset.themeChoice));
}
show();
