// Counting voices: each tap is a gesture of its own, even before the page has answered the last one.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form[data-count]") : null;
  if (form && crypto.randomUUID) event.detail.parameters.client_id = crypto.randomUUID();
});
