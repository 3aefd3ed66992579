// The frame: the rail narrowed or wide, as its person likes it; the tab one is on in sight.
const root = document.documentElement;

function showRail() {
  const isNarrow = root.dataset.rail === "narrow";
  for (const fold of page.all("[data-folds-rail]")) fold.setAttribute("aria-pressed", String(isNarrow));
  // Narrow, a place is its icon alone: its name shows when one points at it.
  for (const place of page.all(".rail .place")) place.title = isNarrow ? place.querySelector(".place-label").textContent : "";
}
page.on("click", "[data-folds-rail]", () => {
  if (root.dataset.rail === "narrow") delete root.dataset.rail;
  else root.dataset.rail = "narrow";
  document.cookie = `rail=${root.dataset.rail ?? ""}; path=/; max-age=31536000; samesite=lax`;
  showRail();
});
showRail();

for (const tab of page.all(".tabs [aria-current]")) {
  const row = tab.closest(".tabs");
  row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - tab.clientWidth) / 2;
}
