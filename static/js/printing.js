// A button with data-print prints the page; without scripts it stays hidden (class js-only).
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
});
