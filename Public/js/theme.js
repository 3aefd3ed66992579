// The theme changes at once; the form tells the server, so that the next page starts in it.
const root = document.documentElement;
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

function show(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const isDark = theme === "dark" || (theme === "auto" && prefersDark.matches);
  for (const button of page.all("[data-theme-switch]")) button.value = isDark ? "light" : "dark";
  for (const button of page.all("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}

page.on("submit", "#theme-form", (form, event) => {
  const button = event.submitter;
  if (button?.name !== "theme") return;
  event.preventDefault();
  const fields = new FormData(form, button);
  show(button.value);
  page.post(form.action, fields);
});
show(root.dataset.theme ?? "auto");
