// Stands in where the network does not answer: with the copy of a lesson, else with the page of what is kept. Everything else
// passes by untouched. The line before this one says which files belong to that page; a change of it is a new worker.
const shellName = "shell " + JSON.stringify(self.shell);
const isKept = (name) => name.startsWith("kept-");

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(shellName);
    await cache.addAll([self.shell.page, ...self.shell.files]);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (!isKept(name) && name !== shellName) await caches.delete(name);
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // Who signs out leaves nothing behind, whatever becomes of the page.
  if (request.method === "POST" && url.pathname.startsWith("/logout")) return event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") return event.respondWith(open(event, url.pathname));
  if (["style", "script", "image", "font"].includes(request.destination)) event.respondWith(piece(request));
});

async function forget() {
  for (const name of await caches.keys()) if (isKept(name)) await caches.delete(name);
}

async function piece(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function open(event, path) {
  const network = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  network.catch(() => {});
  const copy = await copyOf(path);
  try {
    const answer = await (copy ? Promise.race([network, late()]) : network);
    // A server that is away behind one that is there.
    return copy && [502, 503, 504].includes(answer.status) ? copy : answer;
  } catch {
    return copy ?? (await caches.match(self.shell.page, { ignoreVary: true })) ?? Response.error();
  }
}

// A network that is there by name alone.
const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 6000));

async function copyOf(path) {
  for (const name of (await caches.keys()).filter(isKept)) {
    const copy = await (await caches.open(name)).match(path, { ignoreVary: true });
    if (copy && Number(copy.headers.get("X-Kept-Until")) > Date.now()) return copy;
  }
  return undefined;
}
