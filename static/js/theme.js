// Before the first paint: the theme chosen on this machine, and the mark that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme) root.dataset.theme = theme;
  } catch { /* storage refused: the theme of the machine stays */ }
})();
