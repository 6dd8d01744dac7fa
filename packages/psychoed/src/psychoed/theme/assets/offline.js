// Lets a reader who came once read on without a network (sw.js, which the build makes). It waits until the page is read,
// and leaves a reader alone who asks for little data.
"use strict";
{
  const worker = new URL("../sw.js", document.currentScript.src);
  const keep = () => navigator.serviceWorker.register(worker, { updateViaCache: "none" }).catch(() => {});
  if (navigator.serviceWorker && location.protocol !== "file:" && !navigator.connection?.saveData) {
    addEventListener("load", () => setTimeout(keep, 3000));
  }
}
