// Keeps the page of a door on the phone, with what it is made of and the list, so that it opens again without a
// network. The site is asked first, always; once it answers that somebody holds this door no more, all is forgotten.
// A sign-out forgets it as well (Clear-Site-Data). This script stands beside the page: it reaches no other page.

const DOOR = new URL(self.registration.scope).pathname;
const KEPT = `door:${DOOR}`;
const PATIENCE = 6000; // ms before a network that does not answer is one that is lost

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname, searchParams } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin || searchParams.has("depuis")) return;
  // The name of the door and the words looked for stand in the address: the page is the same one.
  if (pathname.startsWith(DOOR) || pathname.startsWith("/static/")) event.respondWith(answerTo(event.request, pathname));
});

async function answerTo(request, pathname) {
  const kept = await caches.open(KEPT);
  const stored = await kept.match(pathname, { ignoreVary: true });
  try {
    const answer = await (stored ? inTime(fetch(request)) : fetch(request));
    if (answer.ok && !answer.redirected) await kept.put(pathname, answer.clone());
    else if (stored && answer.status >= 500) return marked(stored);
    else if (pathname.startsWith(DOOR)) await caches.delete(KEPT);
    return answer;
  } catch (error) {
    if (stored) return marked(stored);
    throw error;
  }
}

const inTime = (answer) =>
  Promise.race([answer, new Promise((_, refuse) => setTimeout(() => refuse(new Error("no answer in time")), PATIENCE))]);

// The page has to know that what it reads is of an earlier moment.
function marked(stored) {
  const headers = new Headers(stored.headers);
  headers.set("X-Kept", "1");
  return new Response(stored.body, { status: stored.status, headers });
}
