// Forms: passwords shown, filters sent by themselves, one sending only, questions before what cannot be undone.
for (const toggle of page.all("[data-shows]")) toggle.hidden = false;
page.on("click", "[data-shows]", (toggle) => {
  const field = document.getElementById(toggle.dataset.shows);
  const shows = field.type === "password";
  field.type = shows ? "text" : "password";
  toggle.setAttribute("aria-pressed", String(shows));
});

let waiting;
function send(form, delay) {
  clearTimeout(waiting);
  waiting = setTimeout(() => form.requestSubmit(), delay);
}
page.on("change", "[data-submits-itself]", (form, event) => {
  if (event.target.type !== "search") send(form, 0);
});

// What is typed is kept while it is typed; the form's own button still works.
let saving;
page.on("input", "[data-autosaves]", (form) => {
  clearTimeout(saving);
  form.dataset.state = "waiting";
  saving = setTimeout(async () => {
    const isKept = await page.post(form.action, new FormData(form));
    form.dataset.state = isKept ? "kept" : "failed";
    const words = form.querySelector("[data-saved]");
    if (words) words.textContent = isKept ? "Saved" : "Not saved yet: no connection";
  }, 800);
});

page.on("submit", "form", (form, event) => {
  const button = event.submitter;
  const question = button?.dataset.confirm;
  if (question && !form.dataset.confirmed) {
    event.preventDefault();
    ask(question, button.textContent.trim(), () => {
      form.dataset.confirmed = "1";
      form.requestSubmit(button);
    });
    return;
  }
  // What is shown in a frame leaves the page as it is.
  if (form.method === "get" || button?.formTarget) return;
  delete form.dataset.unsaved;
  // After the browser has gathered the fields, so that the button's own value is among them, and after everyone else
  // has had a word.
  setTimeout(() => {
    if (event.defaultPrevented) return;
    if (button?.dataset.busy) (button.querySelector("span") ?? button).textContent = button.dataset.busy;
    button?.setAttribute("aria-busy", "true");
  });
});
page.on("click", "[aria-busy='true']", (button, event) => event.preventDefault());
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const button of page.all("[aria-busy]")) button.removeAttribute("aria-busy");
});

function ask(question, label, act) {
  const dialog = Object.assign(document.createElement("dialog"), { className: "dialog" });
  dialog.setAttribute("aria-label", question);
  const body = Object.assign(document.createElement("div"), { className: "dialog-body dialog-question" });
  const actions = Object.assign(document.createElement("div"), { className: "form-actions" });
  const yes = Object.assign(document.createElement("button"), { type: "button", className: "button button-danger", textContent: label });
  const no = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet", textContent: "Cancel" });
  yes.addEventListener("click", () => { dialog.close(); act(); });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  actions.append(yes, no);
  body.append(Object.assign(document.createElement("p"), { textContent: question }), actions);
  dialog.append(body);
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
}

page.on("input", "[data-warns]", (form) => { form.dataset.unsaved = "1"; });
addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-unsaved]")) event.preventDefault();
});

for (const box of page.all("[data-drop]")) {
  for (const kind of ["dragenter", "dragover"]) box.addEventListener(kind, () => box.classList.add("is-over"));
  for (const kind of ["dragleave", "drop"]) box.addEventListener(kind, () => box.classList.remove("is-over"));
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    const field = box.querySelector("input");
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.querySelector("[data-takes-focus]")?.focus();
