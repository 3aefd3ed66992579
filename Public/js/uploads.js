// A large file takes a while: the form says how far it is. Small ones are sent as any form is.
const noteworthy = 1 << 20;
page.on("submit", "form[enctype='multipart/form-data']", (form, event) => {
  const file = form.querySelector("input[type='file']")?.files[0];
  if (event.defaultPrevented || !file || file.size < noteworthy) return;
  event.preventDefault();
  const bar = Object.assign(document.createElement("progress"), { className: "upload-progress", max: 1, value: 0 });
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  form.querySelector(".form-actions")?.before(bar);
  const button = event.submitter;
  button?.setAttribute("aria-busy", "true");
  const end = () => {
    bar.remove();
    button?.removeAttribute("aria-busy");
  };

  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  // The way on is told and not followed, so that its message is shown by the page that it leads to.
  request.setRequestHeader("X-Tells-Way", "1");
  request.upload.addEventListener("progress", (step) => {
    if (step.lengthComputable) bar.value = step.loaded / step.total;
  });
  request.addEventListener("load", () => {
    const way = request.getResponseHeader("Location");
    if (way) return location.assign(way);
    if (request.status === 200) return location.assign(request.responseURL);
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    end();
    if (request.status === 422 && answer) document.querySelector("main").replaceWith(answer);
    else page.tell(answer?.querySelector("h1")?.textContent ?? "The file was not taken.", "bad");
    document.querySelector("[data-takes-focus]")?.focus();
  });
  request.addEventListener("error", () => {
    end();
    page.tell("The file was not sent: no connection.", "bad");
  });
  request.send(new FormData(form, button));
});
