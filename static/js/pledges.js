// Who brings how many: the sum follows what is typed, and says how many are still to be found.
const form = document.querySelector("form[data-pledges]");
form?.addEventListener("input", () => {
  const written = [...form.querySelectorAll(".pledge-input input")].map((input) => Number(input.value) || 0);
  const promised = written.reduce((sum, one) => sum + one, 0);
  const rest = Number(form.dataset.pledges) - promised;
  const toFind = form.querySelector("[data-to-find]");
  form.querySelector("[data-promised]").textContent = promised;
  toFind.querySelector("b").textContent = rest;
  toFind.hidden = rest <= 0;
});
