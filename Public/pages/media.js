// Files for the library come in pieces, each with its checksum, behind the offset that the server tells. What breaks
// off goes on by itself; after the window was closed, once the same file is chosen again.
const piece = 8 << 20;
const sheet = document.querySelector("#uploads");
const sender = document.querySelector("#media-upload");
if (sheet && sender) {
  const fingerprint = (file) => `${file.name}|${file.size}|${file.lastModified}`;
  const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const size = (bytes) => (bytes >= 1 << 20 ? `${(bytes / (1 << 20)).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`);
  const token = () => sender.elements.csrf.value;
  const ask = (method, address, headers = {}, body = undefined, signal = undefined) =>
    fetch(address, {
      method, body, signal, credentials: "same-origin",
      headers: { Accept: "application/json", "Tus-Resumable": "1.0.0", "X-CSRF-Token": token(), ...headers },
    });

  const make = (tag, fields, ...children) => {
    const made = Object.assign(document.createElement(tag), fields);
    made.append(...children);
    return made;
  };
  const makeRow = (file) => {
    const row = document.createElement("div");
    row.className = "upload";
    const name = make("strong", { dir: "auto", textContent: file.name });
    const bar = make("progress", { className: "upload-progress", value: 0, max: 1, ariaLabel: `Upload of ${file.name}` });
    const button = (look, words) => make("button", { type: "button", className: `button ${look} button-small`, textContent: words });
    row.append(
      make("div", { className: "upload-words" }, name, make("span", { className: "faint" })), bar,
      make("div", { className: "row" }, button("button-secondary", "Pause"), button("button-quiet", "Give up")));
    return row;
  };

  class Upload {
    constructor(file) {
      this.file = file;
      const waiting = page.all("[data-upload]", sheet).find((row) => row.dataset.fingerprint === fingerprint(file));
      this.address = waiting?.dataset.upload;
      this.row = makeRow(file);
      if (waiting) waiting.replaceWith(this.row);
      else sheet.append(this.row);
      [this.pauseButton, this.endButton] = this.row.querySelectorAll("button");
      this.pauseButton.addEventListener("click", () => (this.isPaused ? this.run() : this.pause()));
      this.endButton.addEventListener("click", () => this.end());
    }

    say(words) { this.row.querySelector(".faint").textContent = words; }
    show(offset) {
      this.row.querySelector("progress").value = offset / this.file.size;
      this.say(`${size(offset)} of ${size(this.file.size)}`);
    }

    pause() {
      this.isPaused = true;
      this.pauseButton.textContent = "Go on";
      this.stopper?.abort();
      this.say("Paused. What was sent stays here for a week.");
    }

    async end() {
      this.isPaused = true;
      this.isEnded = true;
      this.stopper?.abort();
      if (this.address) await ask("DELETE", this.address);
      this.row.remove();
    }

    async run() {
      this.isPaused = false;
      this.pauseButton.textContent = "Pause";
      for (let tries = 0; !this.isPaused && tries < 30; tries++) {
        try {
          if (await this.go()) return;
          tries = 0;
        } catch (fault) {
          if (fault instanceof Refusal) return this.fail(fault.message);
          if (!this.isPaused) this.say("No connection. It goes on by itself.");
          if (!this.isPaused) await wait(Math.min(30, 1 + tries * 2));
        }
      }
    }

    /** Asks how far it is and sends the rest; true at the end. */
    async go() {
      let offset = 0;
      if (!this.address) {
        const words = `filename ${base64(new TextEncoder().encode(this.file.name))},fingerprint ${base64(
          new TextEncoder().encode(fingerprint(this.file)))}`;
        const answer = await ask("POST", sheet.dataset.address, {
          "Upload-Length": String(this.file.size), "Upload-Metadata": words, "Content-Type": "application/offset+octet-stream",
        });
        if (answer.status === 429) return void (await wait(Number(answer.headers.get("Retry-After") ?? 5)));
        if (answer.status !== 201) throw await refusal(answer);
        this.address = answer.headers.get("Location");
      } else {
        const answer = await ask("HEAD", this.address);
        if (answer.status === 404) return void (this.address = undefined);
        if (!answer.ok) throw new Error("away");
        offset = Number(answer.headers.get("Upload-Offset"));
      }
      this.show(offset);
      return this.sendFrom(offset);
    }

    async sendFrom(start) {
      let offset = start;
      while (!this.isPaused) {
        const bytes = await this.file.slice(offset, offset + piece).arrayBuffer();
        const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
        if (globalThis.crypto?.subtle) {
          const sum = await crypto.subtle.digest("SHA-256", bytes);
          headers["Upload-Checksum"] = `sha256 ${base64(new Uint8Array(sum))}`;
        }
        this.stopper = new AbortController();
        const answer = await ask("PATCH", this.address, headers, bytes, this.stopper.signal);
        if (answer.status === 429) { await wait(Number(answer.headers.get("Retry-After") ?? 5)); continue; }
        if ([409, 423, 460].includes(answer.status)) { await wait(1); return false; }
        if (answer.status >= 500) throw new Error("away");
        if (!answer.ok) throw await refusal(answer);
        offset = Number(answer.headers.get("Upload-Offset"));
        this.show(offset);
        if (offset >= this.file.size) return this.finish();
      }
      return true;
    }

    finish() {
      this.say("Here.");
      this.row.querySelectorAll("button").forEach((button) => button.remove());
      this.isDone = true;
      if (queue.every((upload) => upload.isDone || upload.isEnded)) location.assign(location.pathname);
      return true;
    }

    fail(words) {
      this.isEnded = true;
      this.row.classList.add("upload-failed");
      this.say(words);
      this.pauseButton.remove();
      this.endButton.textContent = "Close";
    }
  }

  class Refusal extends Error {}
  const refusal = async (answer) => {
    const told = await answer.json().catch(() => undefined);
    const first = told?.errors?.[0];
    return new Refusal(first ? `The file ${first.message}.` : told?.detail ?? told?.title ?? "The file was not taken.");
  };

  const queue = [];
  let isSending = false;
  const take = async (files) => {
    for (const file of files) queue.push(new Upload(file));
    if (isSending) return;
    isSending = true;
    for (let at = 0; at < queue.length; at++) if (!queue[at].isEnded && !queue[at].isDone) await queue[at].run();
    isSending = false;
  };

  const field = sender.querySelector("input[type='file']");
  field.multiple = true;
  field.addEventListener("change", () => {
    take([...field.files]);
    field.value = "";
  });
  sender.querySelector(".form-actions").hidden = true;
  sender.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files.length) take([...event.dataTransfer.files]);
  });
  addEventListener("beforeunload", (event) => {
    if (isSending && queue.some((upload) => !upload.isDone && !upload.isEnded && !upload.isPaused)) event.preventDefault();
  });
}
