// Ctrl K (or ⌘ K): go anywhere, note a one-to-one. Without scripts the same list is a page, « Aller à ».
const dialog = document.getElementById("palette");

document.addEventListener("keydown", (event) => {
  if (!dialog || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (dialog.open) {
    dialog.close();
    return;
  }
  dialog.showModal();
  const input = dialog.querySelector("input");
  input.value = "";
  input.focus();
  window.htmx?.ajax("GET", input.getAttribute("hx-get"), dialog.querySelector(".combobox-list"));
});
