// A page is fetched when one is about to open it, unless the person saves data.
const fetched = new Set([location.href]);
const isSaving = navigator.connection?.saveData ?? false;

function prefetch(link) {
  const address = new URL(link.href, location.href);
  address.hash = "";
  if (isSaving || fetched.size > 30 || address.origin !== location.origin || fetched.has(address.href)) return;
  if (link.hasAttribute("download") || link.closest("[data-no-prefetch]")) return;
  fetched.add(address.href);
  document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: address.href }));
}

let resting;
document.addEventListener("pointerover", (event) => {
  const link = event.target.closest?.("a[href]");
  clearTimeout(resting);
  if (link) resting = setTimeout(() => prefetch(link), 80);
});
page.on("touchstart", "a[href]", prefetch);
const next = document.querySelector("a[rel='next'].player-step");
if (next) (globalThis.requestIdleCallback ?? setTimeout)(() => prefetch(next));
