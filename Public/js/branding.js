// Branding: the preview follows while colors are chosen; the server alone knows what makes them readable.
const previewSheet = document.querySelector("[data-brand-preview]");
let previewing;
function showColors(form) {
  const colors = new URLSearchParams();
  for (const name of ["primary", "accent"]) {
    if (form.elements[`has_${name}`].checked) colors.set(name, form.elements[name].value);
  }
  previewSheet.href = `${previewSheet.dataset.brandPreview}?${colors}`;
}
if (previewSheet) {
  page.on("input", "#colors", (form, event) => {
    if (event.target.type === "color") form.elements[`has_${event.target.name}`].checked = true;
    clearTimeout(previewing);
    previewing = setTimeout(() => showColors(form), 120);
  });
}

// Mail texts and certificates: the preview follows the words.
let writing;
page.on("input", "#mail-words, #certificate-design", (form) => {
  clearTimeout(writing);
  writing = setTimeout(() => {
    if (form.checkValidity()) form.requestSubmit(form.querySelector("[data-previews]"));
  }, 600);
});
