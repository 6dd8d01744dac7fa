// The built site, kept for a reader who came once. Pages come from the network, and from here only when it fails or is
// slow; a page that must be right today only when there is none. Assets come from here: each version has its own.
"use strict";
const SITE = {};
const { scope } = registration;
const CACHE = `${scope} ${SITE.version}`;
const SLOW = 3000;
const DEAD = 10000; // milliseconds after which a network that says nothing is none

addEventListener("install", (event) => {
  skipWaiting();
  const files = SITE.files.map((file) => new Request(scope + file, { cache: "no-cache" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(`${scope} `) && name !== CACHE; // others' on the same host are not ours
  const clean = async () => Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
  event.waitUntil(clean().then(() => clients.claim()));
});

const address = (request) => request.url.split(/[?#]/)[0];

const kept = async (request) => (await caches.open(CACHE)).match(address(request));

const ask = async (request, how) => {
  const answer = await fetch(request, how);
  if (answer.status === 200) (await caches.open(CACHE)).put(address(request), answer.clone());
  return answer;
};

const page = async (request, fresh) => {
  const asked = fresh ? ask(request, { cache: "no-cache" }) : ask(request);
  const late = new Promise((_, say) => setTimeout(say, fresh ? DEAD : SLOW));
  try {
    return await Promise.race([asked, late]);
  } catch {
    const none = () => (request.mode === "navigate" ? Response.redirect(scope + SITE.offline) : Response.error());
    return (await kept(request)) ?? asked.catch(none);
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope) || request.headers.has("range")) return;
  const path = address(request).slice(scope.length);
  const asset = /^(assets|search)\//.test(path);
  event.respondWith(asset ? kept(request).then((it) => it ?? ask(request)) : page(request, SITE.fresh.includes(path)));
});
