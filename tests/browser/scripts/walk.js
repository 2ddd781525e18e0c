// What a walk with Tab meets: each element that takes the focus is noted, with what is wrong with it.
(() => {
  const REACHED = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const met = new Set(), faults = [];
  let before = null, first = null, rounds = 0;
  const name = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const painted = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // A name of the drawn map is circled.
  const stroked = (one) => one.namespaceURI.endsWith("svg") && [...one.children].some((part) => getComputedStyle(part).stroke !== "none" && parseFloat(getComputedStyle(part).strokeWidth) >= 2);
  // A chip shows the focus of the box that it covers.
  const shown = (one) => painted(one) || [one.nextElementSibling, one.parentElement].some((near) => near && painted(near)) || stroked(one);
  const fixed = (one) => {
    for (let at = one; at; at = at.parentElement) if (["fixed", "sticky"].includes(getComputedStyle(at).position)) return true;
    return false;
  };
  function box(one) {
    const rect = one.getBoundingClientRect();
    return { top: rect.top + scrollY, bottom: rect.bottom + scrollY, left: rect.left, right: rect.right };
  }
  document.addEventListener("focusin", ({ target }) => {
    if (met.has(target)) {
      if (target === first) rounds += 1;
      return;
    }
    first ??= target;
    met.add(target);
    if (!shown(target)) faults.push(`no sign of the focus: ${name(target)}`);
    const rect = target.getBoundingClientRect();
    if (rect.bottom <= 0 || rect.top >= innerHeight) faults.push(`focus out of sight: ${name(target)}`);
    const middle = document.elementFromPoint(rect.left + rect.width / 2, Math.min(Math.max(rect.top + Math.min(rect.height / 2, 20), 0), innerHeight - 1));
    const bar = middle?.closest(".bottombar, .toasts, .noting > .form-actions");
    if (bar && !bar.contains(target)) faults.push(`focus under a bar: ${name(target)}`);
    // The skip link begins the page, wherever the walk began.
    if (target.matches(".skip")) before = null;
    if (fixed(target) || target.matches(".skip")) return;
    const here = box(target);
    if (before && here.bottom <= before.top && here.right > before.left && here.left < before.right) faults.push(`read before, reached after: ${name(target)}`);
    before = here;
  });
  const asked = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0 && one.type !== "hidden" && !one.closest("dialog:not([open]), [inert]");
  // Of the radios of a question only one is a stop.
  const alone = (one) => one.type !== "radio" || ![...met].some((other) => other.type === "radio" && other.name === one.name && other.form === one.form);
  window.walked = () => {
    const missed = [...document.querySelectorAll(REACHED)].filter((one) => asked(one) && !met.has(one) && alone(one));
    return [...faults, ...missed.map((one) => `never reached: ${name(one)}`)];
  };
  // The walk is over when it comes back to where it began.
  window.rounds = () => rounds;
})();
