// At a narrow width (a page enlarged twice or four times): wider than the screen, or words that are cut.
() => {
  const root = document.documentElement;
  const faults = root.scrollWidth > root.clientWidth ? [`${root.scrollWidth - root.clientWidth} px too wide`] : [];
  for (const one of document.querySelectorAll("main *, .topbar *, .bottombar *")) {
    if (!one.checkVisibility() || one.closest(".sr, iframe, svg, .map, [role=listbox]") || one.scrollWidth <= one.clientWidth + 2 || !one.clientWidth) continue;
    const style = getComputedStyle(one);
    if (["hidden", "clip"].includes(style.overflowX) && !style.textOverflow.includes("ellipsis") && one.textContent.trim()) faults.push(`cut: ${one.outerHTML.replace(/\s+/g, " ").slice(0, 110)}`);
  }
  return faults;
}
