// Keeps the files of the studio, so that it opens without a network after the first visit. What the server has is newer: it is
// asked first, but for files that are named by their content.
const name = "glasshouse";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { paths } = event.data ?? {};
  if (!Array.isArray(paths)) return;
  event.waitUntil(keepAll(paths.filter((path) => typeof path === "string")));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  event.respondWith(url.pathname.includes("/assets/") ? keptFirst(request) : newestFirst(request));
});

async function keepAll(paths) {
  const cache = await caches.open(name);
  const known = new Set((await cache.keys()).map(({ url }) => url));
  const wanted = paths.map((path) => new URL(path, self.registration.scope).href);
  await Promise.all(wanted.filter((url) => !known.has(url)).map((url) => cache.add(url)));
  // Files of builds that are gone.
  const old = [...known].filter((url) => url.includes("/assets/") && !wanted.includes(url));
  await Promise.all(old.map((url) => cache.delete(url)));
}

async function keptFirst(request) {
  const cache = await caches.open(name);
  return (await cache.match(request.url)) ?? (await fetch(request));
}

async function newestFirst(request) {
  const cache = await caches.open(name);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request.url, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
}
