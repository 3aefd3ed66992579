// Whether this browser keeps lessons of somebody, or steps that wait to be sent; most do not, and load nothing more.
try {
  const isNeeded = localStorage.getItem("keeper") || localStorage.getItem("waiting");
  if (isNeeded && !document.querySelector("script[src*='pages/kept.js']")) import(new URL("pages/kept.js", import.meta.url));
} catch {
  // A browser that keeps nothing has nothing to look after.
}
