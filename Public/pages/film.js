// The film player: controls of ours on the browser's own element, and streaming (HLS, fMP4) for browsers that do not do it
// themselves. Without this script, and wherever streaming fails, the mp4 plays.
const hls = "application/vnd.apple.mpegurl";
const ahead = 30;
const behind = 30;
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const happens = (target, kind) => new Promise((done) => target.addEventListener(kind, done, { once: true }));
const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  return whole < 3600 ? `${Number(parts[0])}:${parts[1]}` : `${Math.floor(whole / 3600)}:${parts.join(":")}`;
};

/** An address that no longer holds, or a film that is gone. */
class Refused extends Error {}

/** Gets bytes; a line that breaks off is tried again. */
async function get(address, range, signal) {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await fetch(address, { signal, headers: range ? { Range: `bytes=${range[0]}-${range[1]}` } : {} });
      if (answer.status === 403 || answer.status === 404) throw new Refused(String(answer.status));
      if (!answer.ok || (range && answer.status !== 206)) throw new Error(String(answer.status));
      return new Uint8Array(await answer.arrayBuffer());
    } catch (fault) {
      if (fault instanceof Refused || fault.name === "AbortError" || tries === 5) throw fault;
      await wait(1 << tries);
    }
  }
}
const attribute = (line, name) => line.match(new RegExp(`${name}=("[^"]*"|[^,]*)`))?.[1].replaceAll('"', "");

/** The sizes of a film, the smallest first. */
async function readSizes(address) {
  const lines = new TextDecoder().decode(await get(address)).split("\n");
  const sizes = lines.flatMap((line, at) => line.startsWith("#EXT-X-STREAM-INF:") ? [{
    address: new URL(lines[at + 1], address).href, bits: Number(attribute(line, "BANDWIDTH")),
    lines: Number(attribute(line, "RESOLUTION").split("x")[1]),
  }] : []);
  return sizes.sort((a, b) => a.bits - b.bits);
}

/** The pieces of one size, its head and what it is coded with. */
async function readPieces(size) {
  const lines = new TextDecoder().decode(await get(size.address)).split("\n");
  const span = (text) => {
    const [length, start] = text.split("@").map(Number);
    return [start, start + length - 1];
  };
  size.pieces = [];
  let time = 0, length = 0, range;
  for (const line of lines) {
    if (line.startsWith("#EXT-X-MAP:")) {
      const address = new URL(attribute(line, "URI"), size.address).href;
      size.head = await get(address, span(attribute(line, "BYTERANGE")));
    } else if (line.startsWith("#EXTINF:")) length = parseFloat(line.slice(8));
    else if (line.startsWith("#EXT-X-BYTERANGE:")) range = span(line.slice(17));
    else if (line && !line.startsWith("#")) {
      size.pieces.push({ start: time, end: time + length, range, address: new URL(line, size.address).href });
      time += length;
    }
  }
  const text = new TextDecoder("latin1").decode(size.head), at = text.indexOf("avcC");
  const level = Array.from(size.head.subarray(at + 5, at + 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  size.type = `video/mp4; codecs="avc1.${level}${text.includes("mp4a") ? ", mp4a.40.2" : ""}"`;
}

/** Feeds a film piece by piece, in the size that the line carries and the screen shows. */
class Stream {
  constructor(film, fail) {
    this.film = film;
    this.fail = fail;
    this.speed = Math.min(navigator.connection?.downlink ?? 1.5, 4) * 1e6;
    this.end = new AbortController();
  }

  async open(address, at) {
    this.sizes = await readSizes(new URL(address, location.href).href);
    const size = this.choose();
    await readPieces(size);
    if (!MediaSource.isTypeSupported(size.type)) throw new Error(size.type);
    this.source = new MediaSource();
    this.film.src = URL.createObjectURL(this.source);
    await happens(this.source, "sourceopen");
    URL.revokeObjectURL(this.film.src);
    // Sound may go on a little longer, and then the duration grows by itself.
    this.length = this.source.duration = size.pieces.at(-1).end;
    this.buffer = this.source.addSourceBuffer(size.type);
    this.coded = size.type;
    const { signal } = this.end;
    this.film.addEventListener("seeking", () => this.seek(), { signal });
    for (const kind of ["timeupdate", "waiting"]) this.film.addEventListener(kind, () => this.fill(), { signal });
    this.done = 0;
    if (at) this.film.currentTime = at;
    this.fill();
  }
  close() {
    this.end.abort();
    this.stopper?.abort();
    this.isClosed = true;
  }

  /** What comes next belongs to another place. */
  seek() {
    this.done = 0;
    this.stopper?.abort();
    this.fill();
  }

  choose() {
    const needed = this.film.clientHeight * devicePixelRatio;
    let best = this.sizes[0];
    for (const size of this.sizes.slice(1)) if (size.bits < this.speed * 0.75 && best.lines < needed) best = size;
    return best;
  }

  /** How far the film can play from where it is. */
  reach(at) {
    const { buffered } = this.film;
    for (let part = 0; part < buffered.length; part++) {
      if (buffered.start(part) <= at + 0.3 && buffered.end(part) > at) return buffered.end(part);
    }
    return at;
  }

  /** From when on there is nothing yet; undefined when enough is here. */
  missing() {
    const at = this.film.currentTime, from = Math.max(this.reach(at), this.done);
    if (this.isClosed || from - at > ahead) return undefined;
    if (from < this.length - 0.1) return from;
    if (this.source.readyState === "open" && !this.buffer.updating) this.source.endOfStream();
    return undefined;
  }

  async fill() {
    if (this.isBusy || this.isClosed) return;
    this.isBusy = true;
    try {
      for (let from = this.missing(); from !== undefined; from = this.missing()) {
        try {
          await this.take(from);
        } catch (fault) {
          if (fault.name !== "AbortError") throw fault;
        }
      }
      this.leap();
    } catch (fault) {
      if (!this.isClosed) this.fail(fault);
    } finally {
      this.isBusy = false;
    }
  }

  /** Over a gap of a picture or two, where a film would wait for ever. */
  leap() {
    const { buffered, currentTime } = this.film;
    for (let part = 0; part < buffered.length; part++) {
      const gap = buffered.start(part) - currentTime;
      if (gap > 0 && gap < 0.3) this.film.currentTime = buffered.start(part) + 0.01;
    }
  }

  async take(from) {
    this.stopper = new AbortController();
    const size = this.choose(), { signal } = this.stopper;
    if (!size.pieces) await readPieces(size);
    const piece = size.pieces.find(({ end }) => end > from + 0.01) ?? size.pieces.at(-1);
    const begun = performance.now();
    const bytes = await get(piece.address, piece.range, signal);
    const speed = (bytes.length * 8000) / Math.max(1, performance.now() - begun);
    this.speed = this.speed * 0.6 + speed * 0.4;
    if (size !== this.current) {
      if (size.type !== this.coded) this.buffer.changeType(size.type);
      this.coded = size.type;
      await this.change(() => this.buffer.appendBuffer(size.head));
      this.current = size;
    }
    await this.add(bytes);
    if (!signal.aborted) this.done = piece.end;
    const old = this.film.currentTime - behind;
    if (old > 0 && this.film.buffered.length && this.film.buffered.start(0) < old - 10) {
      await this.change(() => this.buffer.remove(0, old));
    }
  }

  async add(bytes) {
    try {
      await this.change(() => this.buffer.appendBuffer(bytes));
    } catch (fault) {
      if (fault.name !== "QuotaExceededError") throw fault;
      const at = this.film.currentTime;
      if (at > 5) await this.change(() => this.buffer.remove(0, at - 2));
      await this.change(() => this.buffer.remove(at + ahead, Infinity));
      await this.change(() => this.buffer.appendBuffer(bytes));
    }
  }

  change(act) {
    return new Promise((done, refuse) => {
      const end = new AbortController();
      const over = (settle) => () => { end.abort(); settle(new Error("coding")); };
      this.buffer.addEventListener("updateend", over(done), { signal: end.signal });
      this.buffer.addEventListener("error", over(refuse), { signal: end.signal });
      act();
    });
  }
}

/** Which parts were seen, told at most every ten seconds and when the page goes. */
class Watch {
  constructor(film, figure, told) {
    Object.assign(this, { film, told, address: figure.dataset.watch, csrf: figure.dataset.csrf, parts: [], sent: 0 });
    film.addEventListener("timeupdate", () => this.note());
    film.addEventListener("seeking", () => { this.last = undefined; });
    for (const kind of ["pause", "ended", "seeked"]) film.addEventListener(kind, () => { this.note(); this.tell(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.leave(); });
    addEventListener("pagehide", () => this.leave());
  }
  get place() { return Math.round(this.film.currentTime * 1000); }

  note() {
    const now = this.place, step = now - this.last;
    if (this.film.seeking) return;
    if (step > 0 && step < 3000 * this.film.playbackRate) {
      const open = this.parts.at(-1);
      if (open?.[1] === this.last) open[1] = now;
      else this.parts.push([this.last, now]);
      this.tell();
    }
    this.last = now;
  }

  take() {
    const parts = this.parts.splice(0, 100);
    this.sent = Date.now();
    this.kept = this.place;
    return [parts, new URLSearchParams({
      csrf: this.csrf, place: String(this.place), ranges: parts.map((part) => part.join("-")).join(","),
    })];
  }
  get hasNews() { return this.parts.length > 0 || (this.isBegun && this.kept !== this.place); }

  async tell() {
    if (this.timer || !this.isBegun) return;
    const left = this.sent + 10_000 - Date.now();
    if (left > 0) {
      this.timer = setTimeout(() => { this.timer = undefined; this.tell(); }, left);
      return;
    }
    if (!this.hasNews) return;
    const [parts, body] = this.take();
    try {
      const answer = await fetch(this.address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok) this.told(await answer.json());
    } catch {
      this.parts.unshift(...parts);
    }
  }
  leave() {
    if (!this.isBegun || !this.hasNews) return;
    const [parts, body] = this.take();
    if (!navigator.sendBeacon(this.address, body)) this.parts.unshift(...parts);
  }
}

function start(figure) {
  const film = figure.querySelector("video");
  const part = (name) => figure.querySelector(`.film-${name}, .film-do-${name}`);
  const stage = part("stage"), seek = part("seek"), note = part("note"), opener = part("start"), peek = part("peek");
  const { dataset } = figure;
  let plain = film.src, place = Number(dataset.place ?? 0) / 1000, stream, renewed = 0;
  const length = () => (Number.isFinite(film.duration) && film.duration) || Number(seek.max);
  film.controls = false;
  for (const hidden of [opener, part("controls")]) hidden.hidden = false;

  // How the film comes: streamed by the browser, streamed by us, or whole.
  const playWhole = (at) => {
    stream?.close();
    stream = undefined;
    film.src = plain;
    if (at) film.addEventListener("loadedmetadata", () => { film.currentTime = at; }, { once: true });
  };
  const attach = async (at) => {
    const plays = film.canPlayType(hls) && (/Apple/.test(navigator.vendor) || !globalThis.MediaSource);
    if (!dataset.playlist || (!plays && !globalThis.MediaSource)) return playWhole(at);
    if (plays) {
      playWhole(at);
      film.src = dataset.playlist;
      return;
    }
    stream?.close();
    stream = new Stream(film, recover);
    dataset.plays = "stream";
    await stream.open(dataset.playlist, at);
  };
  /** Addresses hold for some hours: a page that stood open longer asks for new ones; what else fails plays whole. */
  const recover = async (fault) => {
    const at = film.currentTime || place, wasPlaying = !film.paused;
    try {
      if (!(fault instanceof Refused) || Date.now() - renewed < 60_000) throw fault;
      renewed = Date.now();
      const text = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-film]");
      if (!fresh) throw fault;
      Object.assign(dataset, fresh.dataset);
      plain = fresh.querySelector("video").src;
      await attach(at);
    } catch {
      dataset.plays = "whole";
      playWhole(at);
    }
    if (wasPlaying) film.play();
  };
  let begun;
  const begin = () => begun ??= attach(place).catch(recover);
  film.addEventListener("error", () => {
    if (!begun || film.error?.code === 1) return;
    if (dataset.plays !== "whole" || Date.now() - renewed > 60_000) recover(new Refused("error"));
    else note.textContent = "This video cannot be played here.";
  });

  const toggle = async () => {
    if (!film.paused) return film.pause();
    opener.hidden = true;
    stage.classList.add("is-waiting");
    await begin();
    film.play().catch(() => { opener.hidden = false; });
  };
  const go = async (to) => {
    await begin();
    film.currentTime = Math.max(0, Math.min(length(), to));
    show();
  };
  const say = (words) => { note.textContent = words; };
  const here = () => (begun ? film.currentTime : place);
  const skip = (seconds) => {
    go(here() + seconds);
    glance(here() + seconds);
  };
  const press = (name, isOther) => {
    const button = part(name), { title } = button;
    button.dataset.first ??= title;
    button.title = isOther ? button.dataset.other : button.dataset.first;
    button.ariaLabel = button.title;
    button.classList.toggle("is-other", isOther);
  };

  const show = () => {
    const at = here();
    if (document.activeElement !== seek || !seek.matches(":active")) seek.value = at;
    seek.setAttribute("aria-valuetext", `${clock(at)} of ${clock(length())}`);
    seek.style.setProperty("--done", `${(100 * at) / Math.max(length(), 0.1)}%`);
    part("now").textContent = clock(at);
  };
  film.addEventListener("loadedmetadata", () => { seek.max = film.duration; show(); });
  for (const kind of ["timeupdate", "seeking", "seeked"]) film.addEventListener(kind, show);
  for (const kind of ["play", "pause", "ended"]) {
    film.addEventListener(kind, () => {
      press("play", !film.paused);
      if (watch) watch.isBegun = true;
      opener.hidden = true;
    });
  }
  film.addEventListener("waiting", () => stage.classList.add("is-waiting"));
  for (const kind of ["playing", "canplay", "pause"]) film.addEventListener(kind, () => stage.classList.remove("is-waiting"));
  film.addEventListener("volumechange", () => press("mute", film.muted));

  // Small pictures of the place that one points at, or goes to by keys.
  let glanced;
  const look = (at) => {
    const bar = seek.getBoundingClientRect(), share = Math.max(0, Math.min(1, at / length()));
    peek.hidden = false;
    peek.style.insetInlineStart = `${Math.max(0, Math.min(bar.width - peek.offsetWidth, share * bar.width - peek.offsetWidth / 2))}px`;
    part("peek-time").textContent = clock(at);
    const picture = part("peek-picture");
    picture.hidden = !dataset.sheet;
    if (!dataset.sheet) return;
    const [columns, rows, count] = ["sheetColumns", "sheetRows", "sheetCount"].map((name) => Number(dataset[name]));
    const number = Math.min(count - 1, Math.floor((at * 1000) / Number(dataset.sheetStep)));
    const percent = (index, all) => (all > 1 ? (100 * index) / (all - 1) : 0);
    picture.style.backgroundImage = `url("${dataset.sheet}")`;
    picture.style.backgroundSize = `${columns * 100}% ${rows * 100}%`;
    picture.style.backgroundPosition = `${percent(number % columns, columns)}% ${percent(Math.floor(number / columns), rows)}%`;
  };
  const glance = (at) => {
    look(Math.max(0, Math.min(length(), at)));
    clearTimeout(glanced);
    glanced = setTimeout(() => { peek.hidden = true; }, 1500);
  };
  seek.addEventListener("pointermove", (event) => {
    const bar = seek.getBoundingClientRect();
    clearTimeout(glanced);
    look(((event.clientX - bar.left) / bar.width) * length());
  });
  seek.addEventListener("pointerleave", () => { peek.hidden = true; });
  seek.addEventListener("input", () => {
    const at = Number(seek.value);
    part("now").textContent = clock(at);
    glance(at);
  });
  seek.addEventListener("change", () => go(Number(seek.value)));

  // Speed and captions stay as they were chosen, in this browser.
  const remember = (name, value) => { try { localStorage.setItem(`film-${name}`, value); } catch { /* Nothing is kept. */ } };
  const kept = (name) => { try { return localStorage.getItem(`film-${name}`); } catch { return null; } };
  const speed = part("speed"), captions = part("captions");
  const setSpeed = (value) => {
    if (![...speed.options].some((option) => option.value === value)) return;
    speed.value = value;
    film.defaultPlaybackRate = film.playbackRate = Number(value);
    remember("speed", value);
  };
  const setCaptions = (language) => {
    for (const track of film.textTracks) track.mode = track.language === language ? "showing" : "disabled";
    if (captions) captions.value = [...captions.options].some((option) => option.value === language) ? language : "";
  };
  speed.addEventListener("change", () => setSpeed(speed.value));
  captions?.addEventListener("change", () => { setCaptions(captions.value); remember("captions", captions.value); });
  film.addEventListener("loadstart", () => { film.playbackRate = film.defaultPlaybackRate; });
  setSpeed(kept("speed") ?? "1");
  setCaptions(kept("captions") ?? "");
  const faster = (step) => {
    const next = speed.options[speed.selectedIndex + step];
    if (next) setSpeed(next.value);
    say(`${speed.value}×`);
  };
  const turnCaptions = () => {
    if (!captions) return say("This video has no captions.");
    const chosen = captions.value ? "" : kept("captions") || captions.options[1].value;
    setCaptions(chosen);
    if (chosen) remember("captions", chosen);
    say(captions.selectedOptions[0].textContent);
  };

  const fill = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (figure.requestFullscreen) figure.requestFullscreen();
    else film.webkitEnterFullscreen?.();
  };
  document.addEventListener("fullscreenchange", () => press("full", document.fullscreenElement === figure));
  const inset = async () => {
    await begin();
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await film.requestPictureInPicture();
    } catch {
      say("Picture in picture is not possible yet: play the video first.");
    }
  };
  part("inset").hidden = !document.pictureInPictureEnabled;
  const mute = () => { film.muted = !film.muted; };
  const acts = { play: toggle, start: toggle, back: () => skip(-10), on: () => skip(10), mute, inset, full: fill };
  for (const [name, act] of Object.entries(acts)) part(name).addEventListener("click", act);
  film.addEventListener("click", toggle);

  const keys = {
    k: toggle, " ": toggle, j: () => skip(-10), l: () => skip(10), ArrowLeft: () => skip(-5), ArrowRight: () => skip(5),
    f: fill, c: turnCaptions, m: mute, "<": () => faster(-1), ">": () => faster(1),
    Home: () => go(0), End: () => go(length() - 0.5),
  };
  const everywhere = ["k", "j", "l", "f", "c", "<", ">"];
  document.addEventListener("keydown", (event) => {
    const isHere = figure.contains(event.target), { key } = event;
    if (!keys[key] || event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (!isHere && !everywhere.includes(key)) return;
    if (event.target !== seek && (page.isTyping(event) || (key === " " && event.target.closest("button, summary, a")))) return;
    event.preventDefault();
    keys[key]();
  });

  // What is seen is told, and what follows from it is shown.
  const told = async (answer) => {
    const percent = part("percent");
    if (percent) percent.textContent = Math.floor(answer.percent);
    const bar = document.querySelector(".player-bar");
    if (!answer.is_watched || !bar?.querySelector("[data-key='m']")) return;
    const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    for (const name of [".player-bar", ".player-outline-sheet", ".film-share"]) {
      const made = fresh.querySelector(name);
      if (made) document.querySelector(name)?.replaceWith(made);
    }
    page.tell("You have seen this video: it is done.", "good");
  };
  const watch = dataset.watch ? new Watch(film, figure, told) : undefined;

  // A note is about the place where the film is.
  const noted = document.querySelector("#field-at");
  document.querySelector("#notes textarea")?.addEventListener("focus", () => {
    if (noted && !noted.value && here() > 1) noted.value = clock(here());
  });
  show();
}

const figure = document.querySelector("[data-film]");
if (figure) start(figure);
