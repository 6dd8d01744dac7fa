// Material starts the search's worker with every page. This small one fetches the search itself with the first message,
// which comes when a reader reaches for it (search-later.js).
"use strict";
{
  // Opened from a disk, the worker is a frame of the page (iframe-worker.js), whose address is another.
  const address = new URL("search-worker.js", self.document?.currentScript.src ?? location.href);
  addEventListener(
    "message",
    async ({ data }) => {
      await importScripts(address);
      dispatchEvent(new MessageEvent("message", { data }));
    },
    { once: true },
  );
}
