// A form is sent once: a second tap while the answer travels does nothing.
const sent = new WeakSet();

function release(form) {
  sent.delete(form);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A button that shows its answer in a frame leaves the form where it is.
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget) return;
  if (sent.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sent.add(form);
  const button = event.submitter || form.querySelector("button:not([type=button])");
  if (button) button.setAttribute("aria-busy", "true");
  // A form answered by a file leaves the page where it is: it may be sent again.
  if (form.hasAttribute("data-download")) setTimeout(() => release(form), 3000);
});

// Coming back with the arrow of the browser shows the page as it was left: free it.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form [aria-busy]")) release(button.form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  if (form) release(form);
});

// After a refused form, the reader starts at what must be corrected.
document.querySelector("[data-focus]:not([data-sample] *)")?.focus();
