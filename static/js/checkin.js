// Check-in: the list narrows at each letter, before the server has answered.
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[-’']/g, " ").toLowerCase();

function narrow(input) {
  const list = document.querySelector(input.dataset.narrow);
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  for (const row of list.querySelectorAll("[data-name]")) {
    const name = fold(row.dataset.name);
    row.hidden = !words.every((word) => name.includes(word));
  }
  for (const group of list.querySelectorAll("[data-narrow-group]")) {
    group.hidden = ![...group.querySelectorAll("[data-name]")].some((row) => !row.hidden);
  }
}

document.addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset.narrow) narrow(event.target);
});
