// The theme fetches the whole search index on every page. This lets that one request go when a reader reaches for the
// search. Should the theme ever fetch it in another way, it comes at once.
"use strict";
{
  const { open, send } = XMLHttpRequest.prototype;
  const wanted = new Promise((now) => {
    if (new URLSearchParams(location.search).has("q")) now();
    const search = ({ target }) => {
      if (target instanceof Element && target.closest(".md-search, [for=__search], #__search")) now();
    };
    for (const reaching of ["focusin", "change", "pointerover"]) addEventListener(reaching, search, true);
  });
  XMLHttpRequest.prototype.open = function (method, url, ...more) {
    open.call(this, method, url, ...more);
    if (String(url).endsWith("/search/search_index.json")) this.send = () => wanted.then(() => send.call(this));
  };
}
