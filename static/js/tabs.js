// On a phone the tabs slide: the current one comes into sight, and a fade says that there are others.
for (const tabs of document.querySelectorAll(".tabs")) {
  const say = () => {
    tabs.toggleAttribute("data-before", tabs.scrollLeft > 4);
    tabs.toggleAttribute("data-after", tabs.scrollLeft + tabs.clientWidth < tabs.scrollWidth - 4);
  };
  const current = tabs.querySelector("[aria-current]");
  if (current) tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;
  tabs.addEventListener("scroll", say, { passive: true });
  addEventListener("resize", say);
  say();
}
