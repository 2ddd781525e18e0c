// « − 2 + »: the two buttons beside a number field move it by one, inside its bounds.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-stepper] [data-step]") : null;
  if (!button) return;
  const input = button.closest("[data-stepper]").querySelector("input");
  const wanted = Number(input.value || 0) + Number(button.dataset.step);
  input.value = String(Math.min(Number(input.max || 99), Math.max(Number(input.min || 0), wanted)));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
