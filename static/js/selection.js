// « Tout choisir »: a box with data-select-all="name" drives the boxes of that name in its form, and counts them.
function update(all) {
  const boxes = [...all.form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.selectAll)}"]`)];
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  for (const place of all.form.querySelectorAll("[data-selected-count]")) place.textContent = String(chosen);
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.form || box.type !== "checkbox") return;
  if (box.dataset.selectAll) {
    for (const other of box.form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(box.dataset.selectAll)}"]`)) other.checked = box.checked;
    update(box);
    return;
  }
  const all = box.form.querySelector(`[data-select-all="${CSS.escape(box.name)}"]`);
  if (all) update(all);
});
