// Keeps the page of provisional records at hand. Above this file stand OFFLINE, the page, and KEPT, all that it needs.
// The network always comes first: what is kept serves only while there is none.
const CACHE = "provisional-records";

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const path = new URL(event.request.url).pathname;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (KEPT.includes(path)) event.respondWith(asset(event.request));
});

// Asked for without cookies, the page comes with nobody's name on it.
async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(KEPT.map((url) => new Request(url, { credentials: "omit", cache: "reload" })));
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return caches.match(OFFLINE);
  }
}

async function asset(request) {
  try {
    const fresh = await fetch(request);
    if (fresh.ok) (await caches.open(CACHE)).put(request, fresh.clone());
    return fresh;
  } catch {
    return caches.match(request, { ignoreVary: true });
  }
}
