// Keeps the verification page working without a network: what it asks for comes from the network when there is one,
// else from what page.js last put by. Nothing but that page's own parts is ever stored.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(
    fetch(request).catch(async () => (await caches.match(request, { ignoreVary: true })) ?? Response.error()),
  );
});
