// Every file here is a block of one module: it improves a page that already works, and needs nothing of the others
// but what stands on `page`.
const root = document.documentElement;
root.dataset.scripted = "";

globalThis.page = {
  all: (selector, inside = document) => [...inside.querySelectorAll(selector)],
  /** Runs for every event of a kind that happens inside an element that matches. */
  on(kind, selector, act) {
    document.addEventListener(kind, (event) => {
      const found = event.target.closest?.(selector);
      if (found) act(found, event);
    });
  },
  /** Sends fields as a form would; true when the server took them. */
  async post(address, fields) {
    try {
      const answer = await fetch(address, {
        method: "POST", body: new URLSearchParams(fields), headers: { Accept: "text/html", "X-Quiet": "1" },
      });
      return answer.ok;
    } catch {
      return false;
    }
  },
  /** Says something to everyone, and to those who do not see it. */
  tell(text, tone = "neutral") {
    const flash = document.createElement("div");
    flash.className = `flash tone-${tone}`;
    flash.append(Object.assign(document.createElement("p"), { textContent: text }));
    document.querySelector(".flashes")?.append(flash);
    setTimeout(() => flash.remove(), 6000);
  },
  isTyping: (event) => event.target.matches?.("input, textarea, select, [contenteditable]"),
};

for (const part of page.all("[data-needs-script]")) part.hidden = false;
