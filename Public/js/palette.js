// `/` or Ctrl/⌘ K: the places of this person at once, and what the search page finds.
const palette = document.getElementById("palette");
if (palette) {
  const field = palette.querySelector("input");
  const list = palette.querySelector("ul");
  const empty = palette.querySelector(".palette-empty");
  const places = [...list.children];
  let asked = 0;
  let current = 0;

  const options = () => page.all("[role='option']", list);
  const mark = (index) => {
    const all = options();
    current = all.length ? (index + all.length) % all.length : 0;
    all.forEach((option, position) => {
      option.id = `palette-${position}`;
      option.setAttribute("aria-selected", String(position === current));
    });
    field.setAttribute("aria-activedescendant", all.length ? `palette-${current}` : "");
    all[current]?.scrollIntoView({ block: "nearest" });
    empty.hidden = all.length > 0;
  };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const find = async () => {
    const words = plain(field.value.trim());
    list.replaceChildren(...places.filter((place) => plain(place.textContent).includes(words)));
    mark(0);
    const turn = ++asked;
    if (words.length < 2) return;
    await new Promise((done) => setTimeout(done, 140));
    if (turn !== asked) return;
    const found = await search(field.value.trim());
    if (turn !== asked) return;
    list.append(...found);
    mark(current);
  };

  // The search page is asked for its results; each link inside `[data-results]` becomes a line.
  const search = async (words) => {
    try {
      const address = new URL(palette.querySelector("form").action);
      address.searchParams.set("q", words);
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      return [...found.querySelectorAll("[data-results] a[href]")].slice(0, 8).map((link) => {
        const line = Object.assign(document.createElement("li"), { role: "none" });
        const option = Object.assign(document.createElement("a"), { href: link.getAttribute("href"), textContent: link.textContent.trim() });
        option.setAttribute("role", "option");
        line.append(option);
        return line;
      });
    } catch {
      return [];
    }
  };

  const open = () => {
    if (palette.open) return;
    palette.showModal();
    start();
  };
  const start = () => {
    field.value = "";
    list.replaceChildren(...places);
    mark(0);
    field.focus();
  };
  palette.addEventListener("opened", start);
  field.addEventListener("input", find);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(current + 1);
    else if (event.key === "ArrowUp") mark(current - 1);
    else if (event.key === "Enter" && options()[current]) options()[current].click();
    else if (event.key === "Escape") palette.close();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const isCommand = event.key === "k" && (event.metaKey || event.ctrlKey);
    if (!isCommand && (event.key !== "/" || page.isTyping(event))) return;
    event.preventDefault();
    open();
  });
}
