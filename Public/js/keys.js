// The keyboard: j, k, x, Enter and ? in work lists, arrows in lessons.
const work = document.querySelector("[data-work-list]");

function count(list) {
  const boxes = page.all("tbody .cell-check input", list);
  const chosen = boxes.filter((box) => box.checked).length;
  const words = list.querySelector("[data-count]");
  if (words) words.textContent = `${chosen} chosen`;
  const all = list.querySelector("[data-selects-all]");
  if (!all) return;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
}

if (work) {
  for (const all of page.all("[data-selects-all]")) all.hidden = false;
  let last;
  page.on("change", "[data-selects-all]", (all) => {
    const list = all.closest("[data-work-list]");
    for (const box of page.all("tbody .cell-check input", list)) box.checked = all.checked;
    count(list);
  });
  // Shift chooses everything between two rows.
  page.on("click", "[data-work-list] tbody .cell-check input", (box, event) => {
    const list = box.closest("[data-work-list]");
    const boxes = page.all("tbody .cell-check input", list);
    if (event.shiftKey && last && boxes.includes(last)) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    count(list);
  });

  let row = -1;
  const go = (step) => {
    const rows = page.all("tbody tr", work);
    rows[row]?.classList.remove("is-current");
    row = Math.min(rows.length - 1, Math.max(0, row + step));
    rows[row]?.classList.add("is-current");
    rows[row]?.scrollIntoView({ block: "nearest" });
    rows[row]?.querySelector("input")?.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (page.isTyping(event) && event.target.type !== "checkbox") return;
    const line = page.all("tbody tr", work)[row];
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "x" && line) line.querySelector("input")?.click();
    else if (event.key === "Enter" && line?.dataset.row && !event.target.closest("a, button")) location.assign(line.dataset.row);
    else if (event.key === "Escape") { for (const box of page.all(":checked", work)) box.checked = false; count(work); }
    else if (event.key === "?") help();
    else return;
    event.preventDefault();
  });
}

function help() {
  const keys = [["j", "Next row"], ["k", "Previous row"], ["x", "Choose the row"], ["Enter", "Open the row"], ["/", "Search"], ["Esc", "Choose none"]];
  const dialog = Object.assign(document.createElement("dialog"), { className: "dialog" });
  dialog.setAttribute("aria-label", "Keys");
  const body = Object.assign(document.createElement("dl"), { className: "dialog-body keys" });
  for (const [key, words] of keys) {
    const line = document.createElement("div");
    const term = document.createElement("dt");
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    line.append(term, Object.assign(document.createElement("dd"), { textContent: words }));
    body.append(line);
  }
  dialog.append(body);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// In a lesson the arrows turn the page as the words run, and m marks it done.
document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey || page.isTyping(event)) return;
  if (event.target.closest("pre, video, audio, [role='region']")) return;
  const isFlipped = document.documentElement.dir === "rtl";
  const flipped = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };
  const key = isFlipped ? flipped[event.key] ?? event.key : event.key;
  const target = document.querySelector(`.player-bar [data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});
