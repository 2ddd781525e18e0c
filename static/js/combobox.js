// Choosing one among many (ARIA combobox with a list): htmx fetches the options, this module moves and picks.
// With data-combobox="places" (the search box), an option has data-href: picking it opens that page.
function parts(input) {
  const field = input.closest("[data-combobox]");
  const hidden = field.dataset.combobox === "places" ? null : field.querySelector("input[type=hidden]");
  return { hidden, list: field.querySelector("[role=listbox]") };
}

function options(list) {
  return [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
}

function close(input) {
  parts(input).list.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function pick(input, option) {
  if (option.dataset.href) {
    location.assign(option.dataset.href);
    return;
  }
  const { hidden } = parts(input);
  hidden.value = option.dataset.value;
  input.value = option.dataset.label;
  close(input);
  hidden.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(input, step) {
  const all = options(parts(input).list);
  if (!all.length) return;
  const here = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const next = all[(here + step + all.length + (here < 0 && step < 0 ? 1 : 0)) % all.length];
  for (const one of all) one.setAttribute("aria-selected", String(one === next));
  input.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

function isCombobox(target) {
  return target instanceof HTMLInputElement && target.closest("[data-combobox]") && target.getAttribute("role") === "combobox";
}

document.addEventListener("keydown", (event) => {
  if (!isCombobox(event.target)) return;
  const input = event.target;
  const current = parts(input).list.querySelector("[aria-selected=true]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(input, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && current) {
    event.preventDefault();
    pick(input, current);
  } else if (event.key === "Escape") {
    close(input);
  }
});
document.addEventListener("input", (event) => {
  const { hidden } = isCombobox(event.target) ? parts(event.target) : {};
  if (hidden) hidden.value = "";
});
document.addEventListener("click", (event) => {
  const option = event.target instanceof Element && event.target.closest("[data-combobox] [role=option]:not([aria-disabled])");
  if (option) pick(option.closest("[data-combobox]").querySelector("[role=combobox]"), option);
});
document.addEventListener("focusout", (event) => {
  if (isCombobox(event.target)) setTimeout(() => close(event.target), 200);
});
document.addEventListener("htmx:configRequest", (event) => {
  if (isCombobox(event.target)) event.detail.parameters = { q: event.target.value };
});
document.addEventListener("htmx:afterSwap", (event) => {
  const field = event.target instanceof Element && event.target.closest("[data-combobox]");
  if (field) field.querySelector("[role=combobox]").setAttribute("aria-expanded", String(event.target.children.length > 0));
});
