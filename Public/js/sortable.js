// Lists in the person's own order: dragged by the grip, moved by its arrow keys, or by the buttons; each move is told
// to the server, and taken back when the server does not take it.

const listOf = (item) => item.closest("[data-sortable]");
const group = (list) => list.dataset.sortable;

function settle(item, wasIn, wasBefore) {
  const list = listOf(item);
  if (list === wasIn && item.nextElementSibling === wasBefore) return;
  number(list);
  if (wasIn !== list) number(wasIn);
  item.classList.add("is-moved");
  setTimeout(() => item.classList.remove("is-moved"), 700);
  const position = [...list.children].indexOf(item);
  page.tell(`${item.dataset.name}: place ${position + 1} of ${list.children.length}`);
  page.post(list.dataset.action, { csrf: list.dataset.csrf, item: item.dataset.item, position }).then((isTaken) => {
    if (isTaken) return;
    wasIn.insertBefore(item, wasBefore);
    number(wasIn);
    number(list);
    page.tell("The new order was not saved. Try again.", "bad");
  });
}

// The buttons keep saying the truth about where they lead.
function number(list) {
  const items = [...list.children];
  items.forEach((item, position) => {
    for (const button of page.all("[data-move]", item)) {
      const isUp = button.dataset.move === "up";
      button.value = position + (isUp ? -1 : 1);
      button.disabled = isUp ? position === 0 : position === items.length - 1;
    }
    const form = item.querySelector("form");
    if (form) form.action = list.dataset.action;
  });
}

function move(item, step, focus) {
  const list = listOf(item);
  const before = item.nextElementSibling;
  const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(item);
  else other.after(item);
  settle(item, list, before);
  (focus.disabled ? item.querySelector("[data-grip]") : focus).focus();
}

page.on("click", "[data-move]", (button, event) => {
  event.preventDefault();
  move(button.closest(".sortable-item"), button.dataset.move === "up" ? -1 : 1, button);
});
page.on("keydown", "[data-grip]", (grip, event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  move(grip.closest(".sortable-item"), step, grip);
});

page.on("pointerdown", "[data-grip]", (grip, event) => {
  if (event.button !== 0) return;
  const item = grip.closest(".sortable-item");
  const [wasIn, wasBefore] = [listOf(item), item.nextElementSibling];
  event.preventDefault();
  item.classList.add("is-dragged");
  const follow = ({ clientX, clientY }) => {
    const under = document.elementFromPoint(clientX, clientY);
    const list = under?.closest("[data-sortable]");
    if (!list || (list !== wasIn && (!group(list) || group(list) !== group(wasIn)))) return;
    const target = under.closest(".sortable-item");
    if (!target) { if (!list.contains(item)) list.append(item); return; }
    if (target === item) return;
    const box = target.getBoundingClientRect();
    const isAbove = item.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isAbove && clientY > box.top + box.height / 2) target.after(item);
    else if (!isAbove && clientY < box.top + box.height / 2) target.before(item);
    else if (listOf(item) !== list) target.before(item);
  };
  const drop = (last) => {
    watch.abort();
    item.classList.remove("is-dragged");
    if (last.type === "pointercancel") wasIn.insertBefore(item, wasBefore);
    else settle(item, wasIn, wasBefore);
  };
  // On the document: the grip moves with its item, and would lose a captured pointer.
  const watch = new AbortController();
  for (const [kind, act] of [["pointermove", follow], ["pointerup", drop], ["pointercancel", drop]]) {
    document.addEventListener(kind, act, { signal: watch.signal });
  }
});
