// Offline copy of the site. Pages come from the network, and from the cache only if it fails or is slow; pages that must
// be up to date only if there is no network. Assets come from the cache, which is separate for each version.
"use strict";
{
  const SITE = {};
  const { scope } = registration;
  const CACHE = `${scope} ${SITE.version}`;
  const SLOW = 3000;
  const DEAD = 10000; // milliseconds without a response after which there is no network

  // Fetch a file of this build, revalidating caches. While a new version is being published, a server may still send files
  // of the old one: then nothing is cached, the old cache stays, and the browser tries again at a later visit.
  const fetchOfThisBuild = async ([file, digest]) => {
    const answer = await fetch(scope + file, { cache: "no-cache" });
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer()));
    const found = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (!answer.ok || !found.startsWith(digest)) throw new Error(`${file} is not of version ${SITE.version}`);
    return [scope + file, answer];
  };

  const keepThisBuild = async () => {
    const answers = await Promise.all(Object.entries(SITE.files).map(fetchOfThisBuild));
    const cache = await caches.open(CACHE);
    await Promise.all(answers.map(([url, answer]) => cache.put(url, answer)));
  };

  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(keepThisBuild());
  });

  addEventListener("activate", (event) => {
    const old = (name) => name.startsWith(`${scope} `) && name !== CACHE; // not the caches of other sites on the same host
    const clean = async () => Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
    event.waitUntil(clean().then(() => clients.claim()));
  });

  // A page has many addresses: with escapes that need not be there, or with the name of its file.
  const plain = (path) => {
    try {
      return decodeURIComponent(path).replace(/(^|\/)index\.html$/, "$1");
    } catch {
      return path;
    }
  };
  const NAMES = new Map(Object.keys(SITE.files).map((path) => [plain(path), path]));
  const pathOf = (request) => {
    const path = request.url.split(/[?#]/)[0].slice(scope.length);
    return NAMES.get(plain(path)) ?? path;
  };
  const address = (request) => scope + pathOf(request);

  const kept = async (request) => (await caches.open(CACHE)).match(address(request));

  // The cache contains files of one build, except for pages that must be up to date.
  const ask = async (request, how) => {
    const answer = await fetch(request, how);
    const path = pathOf(request);
    const mayKeep = SITE.fresh.includes(path) || !Object.hasOwn(SITE.files, path);
    if (answer.status === 200 && mayKeep) (await caches.open(CACHE)).put(address(request), answer.clone());
    return answer;
  };

  // Mark a cached copy of a page that readers act on with a note above its heading.
  const marked = async (copy) => {
    const when = new Date(copy.headers.get("date") ?? NaN);
    const day = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
    const from = isNaN(when) ? SITE.copy : SITE.copyFrom.replace("{date}", when.toLocaleString(SITE.locale, day));
    const line = `<p class="saved-copy" role="status"><strong>${from}</strong> ${SITE.copyMeans}</p>`;
    const page = await copy.text();
    const at = Math.max(page.search(/<h1\b/), 0);
    const { status, headers } = copy;
    return new Response(page.slice(0, at) + line + page.slice(at), { status, headers });
  };

  const page = async (request, path) => {
    const fresh = SITE.fresh.includes(path);
    const asked = SITE.marked.includes(path) ? ask(request, { cache: "no-cache" }) : ask(request);
    const late = new Promise((_, say) => setTimeout(say, fresh ? DEAD : SLOW));
    try {
      return await Promise.race([asked, late]);
    } catch {
      const none = () => (request.mode === "navigate" ? Response.redirect(scope + SITE.offline) : Response.error());
      const copy = await kept(request);
      if (!copy) return asked.catch(none);
      return SITE.marked.includes(path) ? marked(copy) : copy;
    }
  };

  addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET" || !request.url.startsWith(scope) || request.headers.has("range")) return;
    const path = pathOf(request);
    const asset = /^(assets|search)\//.test(path);
    event.respondWith(asset ? kept(request).then((it) => it ?? ask(request)) : page(request, path));
  });
}
