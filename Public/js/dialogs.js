// Dialogs open in place instead of on a page of their own; menus close when one looks away.
page.on("click", "[data-opens]", (opener, event) => {
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
  dialog.dispatchEvent(new Event("opened"));
});
page.on("click", "[data-closes]", (button) => button.closest("dialog")?.close());
page.on("click", "dialog", (dialog, event) => {
  if (event.target === dialog) dialog.close();
});

document.addEventListener("click", (event) => {
  for (const menu of page.all(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
// Filters lie over the page on a phone: they close like a menu.
document.addEventListener("keydown", (event) => {
  const sheet = document.querySelector(".filters[open]");
  if (event.key !== "Escape" || !sheet) return;
  sheet.open = false;
  sheet.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  const sheet = document.querySelector(".filters[open]");
  if (sheet && getComputedStyle(sheet).position === "fixed" && !sheet.contains(event.target)) {
    event.preventDefault();
    sheet.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = page.all("summary, a, button", menu).filter((stop) => stop.offsetParent);
  const step = event.key === "ArrowDown" ? 1 : -1;
  stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length]?.focus();
  event.preventDefault();
});

for (const button of page.all("[data-dismiss]")) button.hidden = false;
page.on("click", "[data-dismiss]", (button) => button.closest(".flash").remove());
for (const flash of page.all(".flash:not(.tone-bad):not(.tone-warn)")) setTimeout(() => flash.remove(), 7000);

// The outline of a lesson lies over it on a phone: it closes like a dialog.
document.addEventListener("keydown", (event) => {
  const opener = document.querySelector(".player-opener");
  if (event.key !== "Escape" || location.hash !== "#outline" || !opener?.offsetParent) return;
  location.hash = "#content";
  opener.focus();
});
