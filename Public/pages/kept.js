// What this device keeps: copies of lessons for one person, and steps that wait to be sent. Copies lie in a cache of that
// person's name, what is known of them and the steps in a small database.
const root = document.documentElement;
const isCopy = root.classList.contains("shell-kept");
const menu = document.querySelector(".keep-menu");
const list = document.querySelector("[data-kept-list]");
const reader = "/api/v1/users/me/offline";
const canKeep = "serviceWorker" in navigator && "caches" in globalThis && "indexedDB" in globalThis;

// The database.

function database() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("offline", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("lessons", { keyPath: "address" });
      request.result.createObjectStore("steps", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
async function inTable(name, mode, act) {
  const opened = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    opened.close();
  }
}
const all = (name) => inTable(name, "readonly", (table) => table.getAll());
const put = (name, row) => inTable(name, "readwrite", (table) => table.put(row));
const remove = (name, key) => inTable(name, "readwrite", (table) => table.delete(key));
const clear = (name) => inTable(name, "readwrite", (table) => table.clear());

// Asking the server: an answer that is no answer is as good as no network.

class Refusal extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}
async function ask(address, options = {}) {
  const answer = await fetch(address, { cache: "no-store", ...options, headers: { Accept: "application/json", ...options.headers } });
  if (answer.ok) return answer.json();
  const told = await answer.json().catch(() => ({}));
  throw new Refusal(answer.status, told.detail ?? told.title ?? "The school did not take it.");
}

// Keeping.

const cacheOf = (person) => caches.open(`kept-${person}`);

function filesOf(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const named = [...page.querySelectorAll("link[rel='stylesheet'], link[rel='icon'], script[src], img[src]")];
  const addresses = named.map((element) => new URL(element.getAttribute("src") ?? element.getAttribute("href"), location.origin));
  return [...new Set(addresses.filter((address) => address.origin === location.origin).map((address) => address.pathname + address.search))];
}

async function keepLesson(lesson, course, person) {
  const answer = await fetch(lesson.copy, { headers: { Accept: "text/html" }, cache: "no-store" });
  const mayBeKept = answer.ok && !answer.redirected && !(answer.headers.get("Cache-Control") ?? "").includes("no-store");
  if (!mayBeKept) throw new Refusal(answer.status, `“${lesson.title}” cannot be kept.`);
  const text = await answer.text(), cache = await cacheOf(person), files = {};
  for (const file of filesOf(text)) {
    const piece = (await cache.match(file, { ignoreVary: true })) ?? (await fetch(file));
    if (!piece.ok) continue;
    const copy = piece.clone();
    files[file] = (await piece.blob()).size;
    await cache.put(file, copy);
  }
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  headers.set("X-Kept-Until", String(Date.parse(course.kept_until)));
  await cache.put(lesson.address, new Response(text, { headers }));
  await put("lessons", {
    address: lesson.address, item: lesson.id, title: lesson.title, place: lesson.place, course: course.course_id,
    courseTitle: course.title, updated: lesson.updated_at, until: Date.parse(course.kept_until), files, bytes: new Blob([text]).size, person,
  });
}

async function begin(person) {
  localStorage.setItem("keeper", person);
  await navigator.serviceWorker.register("/service-worker.js");
  await navigator.storage?.persist?.();
}

async function courseOf(address) {
  const course = await ask(address);
  course.lessons.forEach((lesson, place) => { lesson.place = place; });
  return course;
}

async function drop(rows) {
  if (!rows.length) return;
  const gone = new Set(rows.map((row) => row.address));
  for (const address of gone) await remove("lessons", address);
  const left = await all("lessons");
  if (!left.length) return forget();
  const wanted = new Set(left.flatMap((row) => [row.address, ...Object.keys(row.files)]));
  const cache = await cacheOf(left[0].person);
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    if (!wanted.has(url.pathname + url.search)) await cache.delete(request);
  }
}

/** Everything but the steps, which hold no more than numbers and titles and are sent when their person is back. */
async function forget() {
  for (const name of await caches.keys()) await caches.delete(name);
  await clear("lessons");
  const worker = await navigator.serviceWorker.getRegistration("/");
  await worker?.unregister();
  localStorage.removeItem("keeper");
  localStorage.removeItem("kept-looked-at");
}

// Looking after what is kept: whose it is, whether it still may be, and whether it is still so.

async function lookAfter(isUrgent) {
  const keeper = localStorage.getItem("keeper");
  if (!keeper || !navigator.onLine) return;
  const isMine = isCopy || root.dataset.person === keeper;
  if (isMine && !isUrgent && Date.now() - Number(localStorage.getItem("kept-looked-at")) < 3_600_000) return;
  try {
    const { user_id: person } = await ask(reader);
    if (person !== keeper) return await forget();
    localStorage.setItem("kept-looked-at", String(Date.now()));
    const rows = await all("lessons");
    for (const course of new Set(rows.map((row) => row.course))) await renew(rows.filter((row) => row.course === course), person);
  } catch (fault) {
    if (fault.status === 401) await forget();
  }
}

async function renew(rows, person) {
  let course;
  try {
    course = await courseOf(`/api/v1/courses/${rows[0].course}/offline`);
  } catch (fault) {
    if (![403, 404].includes(fault.status)) return;
    await drop(rows);
    return page.tell(`“${rows[0].courseTitle}” was taken from this device: ${fault.message}`, "warn");
  }
  const offered = new Map(course.lessons.map((lesson) => [lesson.address, lesson]));
  await drop(rows.filter((row) => !offered.has(row.address)));
  const cache = await cacheOf(person);
  for (const row of rows.filter((row) => offered.has(row.address))) {
    const lesson = offered.get(row.address), isThere = await cache.match(row.address, { ignoreVary: true });
    const isFresh = isThere && lesson.updated_at === row.updated && Date.parse(course.kept_until) - row.until < 86_400_000;
    if (!isFresh) await keepLesson(lesson, course, person).catch(() => {});
  }
}

// Steps.

const stepOf = async (item) => (await all("steps")).find((step) => step.item === item);

async function queue() {
  if (!(await stepOf(menu.dataset.item))) {
    const person = root.dataset.person, { item, course, title } = menu.dataset;
    await put("steps", { key: crypto.randomUUID(), person, item, course, title, address: location.pathname, at: Date.now() });
    localStorage.setItem("waiting", "1");
  }
  await show();
  await send();
}

let needsSignIn = false, again, pause = 2000;
const refused = new Map();

async function send() {
  if (!navigator.onLine || !(await all("steps")).length) return;
  await navigator.locks.request("steps", { ifAvailable: true }, async (lock) => {
    if (lock) await sendAll();
  });
  if (!(await all("steps")).length) localStorage.removeItem("waiting");
  await show();
}

async function sendAll() {
  let sent = 0;
  clearTimeout(again);
  try {
    const { user_id: person, csrf_token: token } = await ask(reader);
    needsSignIn = false;
    for (const step of (await all("steps")).filter((step) => step.person === person)) {
      try {
        await ask(`/api/v1/items/${step.item}/completion`, {
          method: "PUT", headers: { "Idempotency-Key": step.key, "X-CSRF-Token": token },
        });
        sent += 1;
      } catch (fault) {
        if (!fault.status || fault.status === 401 || fault.status === 429 || fault.status >= 500) throw fault;
        refused.set(step.item, fault.message);
        page.tell(`“${step.title}” was not counted: ${fault.message}`, "bad");
        await drop((await all("lessons")).filter((row) => row.item === step.item));
      }
      await remove("steps", step.key);
    }
  } catch (fault) {
    if (fault.status === 401) {
      needsSignIn = true;
    } else {
      again = setTimeout(send, pause);
      pause = Math.min(pause * 2, 60_000);
    }
  }
  if (needsSignIn) page.tell("Sign in to send what you did without a network.", "warn");
  if (sent) page.tell(sent === 1 ? "1 lesson that you did offline now counts." : `${sent} lessons that you did offline now count.`, "good");
}

// Showing it.

const size = (bytes) => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`);
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
// Styles and scripts are there once, however many lessons share them, and belong to none.
const own = (row) => row.bytes + sum(Object.entries(row.files).filter(([file]) => !file.startsWith("/assets/")).map(([, bytes]) => bytes));
const total = (rows) => size(sum(rows.map((row) => row.bytes)) + sum(Object.values(Object.assign({}, ...rows.map((row) => row.files)))));
const lessons = (count) => (count === 1 ? "1 lesson" : `${count} lessons`);
const make = (kind, className, text = "") => Object.assign(document.createElement(kind), { className, textContent: text });

async function show() {
  const rows = await all("lessons"), steps = await all("steps");
  if (menu) showMenu(rows);
  if (menu) showStep(steps.some((step) => step.item === menu.dataset.item));
  if (list) showList(rows, steps);
  const mark = menu?.querySelector("summary .icon");
  const kept = new Set(rows.map((row) => row.address));
  for (const item of page.all("a.outline-item")) {
    const found = item.querySelector(".outline-kept"), isKept = kept.has(item.pathname);
    if (isKept && !found && mark) {
      const sign = make("span", "outline-kept");
      sign.append(mark.cloneNode(true), make("span", "hidden-text", " (kept offline)"));
      item.append(sign);
    } else if (!isKept) {
      found?.remove();
    }
  }
}

function showMenu(rows) {
  const kept = rows.find((row) => row.item === menu.dataset.item);
  const course = rows.filter((row) => row.course === menu.dataset.course);
  menu.querySelector("[data-keep-state]").textContent = kept ? `Kept, ${size(own(kept))}` : course.length ? `${course.length} kept` : "Keep offline";
  menu.classList.toggle("is-kept", Boolean(kept));
  const choose = (name, isShown, words) => {
    const button = menu.querySelector(`[data-keep='${name}']`);
    if (!button) return;
    button.hidden = !isShown;
    if (words) button.querySelector("span").textContent = words;
  };
  choose("keep-lesson", !kept && !isCopy);
  choose("drop-lesson", kept);
  choose("keep-course", !isCopy);
  choose("drop-course", course.length > 1, `Remove all ${lessons(course.length)} (${total(course)})`);
}

function showStep(isWaiting) {
  const article = document.querySelector(".player-item"), button = document.querySelector(".player-bar-middle button");
  let words = article?.querySelector(".kept-step");
  if (isWaiting && !words) {
    words = make("p", "kept-step", "Marked done on this device. It will be sent when you are back online.");
    words.setAttribute("role", "status");
    article.append(words);
    if (button) button.querySelector("span").textContent = "Done, not sent yet";
  } else if (!isWaiting && words) {
    const reason = refused.get(menu.dataset.item);
    words.textContent = reason ? `It was not counted: ${reason}` : "Sent: it counts.";
    words.classList.toggle("is-refused", Boolean(reason));
    if (button) button.querySelector("span").textContent = reason ? "Mark done" : "Done";
  }
}

function showList(rows, steps) {
  document.querySelector("[data-kept-empty]").classList.toggle("is-shown", rows.length === 0);
  const words = document.querySelector("[data-kept-total]");
  words.hidden = rows.length === 0;
  words.textContent = `${lessons(rows.length)}, ${total(rows)} with styles and pictures.`;
  const courses = document.querySelector("[data-kept-courses]");
  courses.replaceChildren(...[...new Set(rows.map((row) => row.course))].map((course) => section(rows.filter((row) => row.course === course))));
  const waiting = document.querySelector("[data-kept-steps]");
  waiting.hidden = steps.length === 0;
  const told = document.querySelector("[data-kept-steps-words]");
  told.textContent = needsSignIn
    ? "Your session has ended. Sign in as the same person and they are sent. "
    : `${lessons(steps.length)} marked done. They will be sent when you are back online.`;
  if (needsSignIn) told.append(Object.assign(make("a", "", "Sign in"), { href: "/login?next=%2Foffline" }));
  document.querySelector("[data-kept-steps-list]").replaceChildren(...steps.map((step) => make("li", "", step.title)));
}

function section(rows) {
  rows.sort((one, other) => one.place - other.place);
  const part = make("section", "stack kept-course"), head = make("div", "row-apart"), heading = make("h2", "", rows[0].courseTitle);
  heading.dir = "auto";
  head.append(heading, remover(`Remove all ${lessons(rows.length)}`, rows, "Remove all"));
  const items = make("ul", "kept-lessons");
  items.append(...rows.map((row) => {
    const item = make("li", ""), link = Object.assign(make("a", "", row.title), { href: row.address, dir: "auto" });
    const end = new Date(row.until).toLocaleDateString(root.lang, { day: "numeric", month: "short", year: "numeric" });
    item.append(link, make("span", "soft small", `${size(own(row))}, until ${end}`), remover(`Remove “${row.title}”`, [row], "Remove"));
    return item;
  }));
  part.append(head, items);
  return part;
}

function remover(label, rows, words) {
  const button = Object.assign(make("button", "button button-quiet button-small", words), { type: "button" });
  button.setAttribute("aria-label", label);
  button.addEventListener("click", async () => {
    await drop(rows);
    await show();
  });
  return button;
}

// What one can do.

const say = (words) => { menu.querySelector("[data-keep-words]").textContent = words; };

async function keep(address, wanted) {
  const person = root.dataset.person;
  try {
    const course = await courseOf(address), chosen = course.lessons.filter(wanted);
    await begin(person);
    let done = 0;
    for (const lesson of chosen) {
      if (chosen.length > 1) say(`Keeping lesson ${done + 1} of ${chosen.length} …`);
      await keepLesson(lesson, course, person);
      done += 1;
    }
    const left = chosen.length > 1 && course.left_out ? ` ${course.left_out} other items need a network.` : "";
    say(`${lessons(done)} of this course ${done === 1 ? "is" : "are"} kept on this device.${left}`);
  } catch (fault) {
    say(fault.name === "QuotaExceededError" ? "This device has no room left." : fault.message || "There is no network now.");
  }
  await show();
}

const acts = {
  "keep-lesson": () => keep(menu.dataset.keeps, (lesson) => lesson.id === menu.dataset.item),
  "keep-course": () => keep(menu.dataset.keeps, () => true),
  "drop-lesson": async () => drop((await all("lessons")).filter((row) => row.item === menu.dataset.item)),
  "drop-course": async () => drop((await all("lessons")).filter((row) => row.course === menu.dataset.course)),
};

if (canKeep) {
  if (menu) menu.hidden = false;
  page.on("click", "[data-keep]", async (button) => {
    button.disabled = true;
    await acts[button.dataset.keep]();
    button.disabled = false;
    await show();
  });
  page.on("submit", ".player-bar form", (form, event) => {
    if (!menu || (!isCopy && navigator.onLine)) return;
    event.preventDefault();
    if (form.getAttribute("action").endsWith("/completion")) queue();
    else page.tell("Taking it back needs a network.", "warn");
  });
  // Films and pages elsewhere are not on the device.
  page.on("click", "a[href^='http'], a[data-embed]", (link, event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    page.tell("This needs a network.", "warn");
  });
  page.on("submit", "form[action^='/logout']", () => { forget(); });
  addEventListener("online", async () => {
    await send();
    await lookAfter(true);
    await show();
  });
  if (list && location.pathname !== "/offline") document.querySelector("[data-kept-missed]").hidden = false;
  await show();
  await send();
  const isLost = (await all("lessons")).some((row) => row.address === location.pathname) && !menu;
  await lookAfter(isLost || (list && location.pathname === "/offline"));
  await show();
}
