// Check-in on a bad network: a tap that could not leave is kept on the phone, said on the page,
// and sent again until it arrives. The server counts each tap once, however often it comes.
const place = document.querySelector("#attente");
const list = document.querySelector("#pointage");
const KEY = `alliance-taps:${location.pathname}`;
const EVERY = 4000;
let queue = JSON.parse(localStorage.getItem(KEY) || "[]");
let sending = false;
let refused = 0;

function show() {
  localStorage.setItem(KEY, JSON.stringify(queue));
  const text = queue.length === 1 ? place.dataset.one : place.dataset.many.replace("N", queue.length);
  place.hidden = !queue.length && !refused;
  place.textContent = queue.length ? text : refused ? place.dataset.lost : "";
  const waiting = new Set(queue.map((tap) => tap.row));
  for (const row of list.querySelectorAll(".check-row")) row.toggleAttribute("data-waiting", waiting.has(row.id));
}

// What was tapped: a form of its own, or the button of a name, which sends the page’s form.
function keep(tapped) {
  const form = tapped.form || tapped;
  const body = new URLSearchParams(new FormData(form)).toString();
  queue.push({ url: tapped.formAction || form.action, body, row: tapped.closest(".check-row")?.id || "" });
  // The next « +1 » is another person, the one kept stays herself.
  const client = form.querySelector("[name=client_id]");
  if (client) client.value = crypto.randomUUID();
  show();
}

async function send() {
  if (sending || !queue.length) return;
  sending = true;
  try {
    while (queue.length) {
      const { url, body } = queue[0];
      const answer = await fetch(url, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" },
        credentials: "same-origin",
        redirect: "manual",
      });
      if (answer.status >= 500) break;
      if (answer.status >= 400) refused += 1;
      queue.shift();
      show();
    }
    if (!queue.length) window.htmx.ajax("GET", list.dataset.list, { target: "#pointage" });
  } catch {
    // Still no network: the timer tries again.
  } finally {
    sending = false;
    show();
  }
}

function lost(event) {
  const tapped = event.target instanceof Element ? event.target.closest("form[data-tap], .check-row button") : null;
  const status = event.detail?.xhr?.status || 0;
  if (!tapped || (status > 0 && status < 500)) return;
  event.stopPropagation(); // the page says that it waits, not that it failed
  keep(tapped);
}

// « 5/7 » follows the rows, whichever phone tapped them.
function count() {
  for (const group of list.querySelectorAll("[data-narrow-group]")) {
    const expected = group.querySelectorAll(".check-row:is([data-expected], .here)").length;
    const here = group.querySelectorAll(".check-row.here").length;
    const pill = group.querySelector("[data-present]");
    pill.textContent = `${here}/${expected}`;
    pill.classList.toggle("tone-leaf", here === expected);
  }
}

if (place && list) {
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) window.addEventListener(name, lost, true);
  for (const name of ["htmx:afterSettle", "htmx:oobAfterSwap"]) document.addEventListener(name, () => { count(); show(); });
  window.addEventListener("online", send);
  setInterval(send, EVERY);
  show();
}
