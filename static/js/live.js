// Figures that refresh by themselves ([data-live]) say so when they no longer do, instead of the
// message of a tap that failed; and an answer from another page (the door, after the session ended)
// never takes their place.
const lost = document.querySelector("[data-live-lost]");

function say(isLost) {
  if (lost) lost.hidden = !isLost;
}

function ofLive(action) {
  return (event) => { if (event.target.matches?.("[data-live]")) action(event); };
}

const fail = ofLive((event) => { event.stopPropagation(); say(true); });
document.body.addEventListener("htmx:sendError", fail);
document.body.addEventListener("htmx:responseError", fail);
document.body.addEventListener("htmx:beforeSwap", ofLive((event) => {
  const { xhr } = event.detail;
  const asked = event.target.getAttribute("hx-get").split("?")[0];
  if (new URL(xhr.responseURL).pathname === asked) return;
  event.detail.shouldSwap = false;
  say(true);
}));
document.body.addEventListener("htmx:afterRequest", ofLive((event) => {
  const asked = event.target.getAttribute("hx-get").split("?")[0];
  const { successful, xhr } = event.detail;
  if (successful && new URL(xhr.responseURL).pathname === asked) say(false);
}));
window.addEventListener("offline", () => say(true));
