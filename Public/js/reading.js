// Lessons: how the text looks, anchors at the headings, copies of the code.
const root = document.documentElement;

page.on("click", "[data-reading]", (button) => {
  const { reading } = button.dataset;
  root.dataset[reading === "typeface" ? "readingTypeface" : "readingSize"] = button.value;
  for (const other of page.all(`[data-reading="${reading}"]`)) other.setAttribute("aria-pressed", String(other === button));
  const style = `${root.dataset.readingTypeface}-${root.dataset.readingSize}`;
  document.cookie = `reading=${style}; path=/; max-age=31536000; samesite=lax`;
});

for (const heading of page.all(".reading :is(h2, h3, h4)[id]")) {
  const anchor = Object.assign(document.createElement("a"), { href: `#${heading.id}`, className: "anchor", textContent: "#" });
  anchor.setAttribute("aria-label", `Link to ${heading.textContent}`);
  heading.prepend(anchor);
}

const sheets = "M8 7h7.4c.6 0 1 .4 1 1v7.4c0 .6-.4 1-1 1H8c-.6 0-1-.4-1-1V8c0-.6.4-1 1-1ZM4.6 13a1 1 0 0 1-1-1V4.6c0-.6.4-1 1-1H12c.6 0 1 .4 1 1";
const tick = "M4 10.6l4 4 8-9";

function icon(lines) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", lines);
  drawing.append(path);
  return drawing;
}

for (const block of page.all(".reading pre")) {
  const frame = Object.assign(document.createElement("div"), { className: "code-frame" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy-code" });
  button.setAttribute("aria-label", "Copy the code");
  button.append(icon(sheets));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent.trimEnd());
      button.replaceChildren(icon(tick));
      button.classList.add("is-done");
      page.tell("Copied");
      setTimeout(() => { button.replaceChildren(icon(sheets)); button.classList.remove("is-done"); }, 1600);
    } catch {
      page.tell("The browser does not let the page copy.", "bad");
    }
  });
  if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
  block.replaceWith(frame);
  frame.append(block, button);
}

// The outline shows where one is.
const current = document.querySelector(".player-outline [aria-current]");
if (current) {
  const section = current.closest("details");
  if (section) section.open = true;
  const side = current.closest(".player-outline-sheet");
  if (current.offsetTop > side.clientHeight * 0.7) side.scrollTop = current.offsetTop - side.clientHeight / 3;
}

// A text longer than the window shows how far one is, and is opened again where one stopped: in this browser alone.
const place = document.querySelector(".reading-place");
const isOpen = document.querySelector(".player-bar [data-key='m']") !== null;
const name = `place:${location.pathname}`;
const room = () => root.scrollHeight - root.clientHeight;

if (place && room() > root.clientHeight / 2) {
  place.hidden = false;
  let drawn = 0;
  const draw = () => {
    drawn = 0;
    place.value = Math.round((1000 * root.scrollTop) / Math.max(room(), 1));
  };
  addEventListener("scroll", () => { drawn ||= requestAnimationFrame(draw); }, { passive: true });
  addEventListener("resize", draw);
  try {
    const kept = Number(localStorage.getItem(name));
    const isReturn = performance.getEntriesByType("navigation")[0]?.type === "navigate";
    if (isOpen && isReturn && !location.hash && kept > 50 && kept < 950) root.scrollTop = (kept / 1000) * room();
    addEventListener("pagehide", () => {
      if (isOpen && place.value > 50) localStorage.setItem(name, String(place.value));
      else localStorage.removeItem(name);
    });
  } catch {
    // A browser that keeps nothing opens every text at its head.
  }
  draw();
}
