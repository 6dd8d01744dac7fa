// The references behind a citation, in a card: on focus, hover or a tap, and in the words of the page's own list.
"use strict";

if ("popover" in HTMLElement.prototype) {
  let words = {};
  try {
    words = JSON.parse(document.querySelector("[data-words]").dataset.words);
  } catch {}
  const say = (phrase) => words[phrase] ?? phrase;
  // As a popover it is cut off by nothing.
  const card = make("span", { id: "citation-card", role: "group", ariaLabel: say("Sources"), popover: "manual" });

  let shown = null; // the citation whose card is open
  let before = null; // as the pointer came down
  let hovered = null;
  let touch = false;
  let timer = 0;

  const later = (act, time) => {
    clearTimeout(timer);
    timer = setTimeout(act, time);
  };

  // The citation that an element belongs to, be it in its card.
  const citationOf = (element) => (card.contains(element) ? shown : element?.closest?.(".citation")) ?? null;

  // Its entries.
  const references = (citation) =>
    (citation.dataset.cites ?? "").split(" ").flatMap((key) => {
      const entry = document.getElementById(`ref-${key}`)?.cloneNode(true);
      if (!entry?.matches(".csl-entry")) return [];
      const copy = make("span", {}, ...entry.childNodes);
      copy.querySelectorAll(".backlinks, .headerlink, .cited-on, .Z3988, .copy").forEach((extra) => extra.remove());
      return [copy];
    });

  const place = (link) => {
    const lines = [...link.getClientRects()];
    const { clientWidth, clientHeight } = document.documentElement;
    const above = lines[0].top - card.offsetHeight - 4;
    const below = lines.at(-1).bottom + 4;
    const top = below + card.offsetHeight > clientHeight && above > 0 ? above : below;
    const left = Math.max(8, Math.min(lines.at(-1).left, clientWidth - card.offsetWidth - 8));
    card.style.top = `${scrollY + top}px`;
    card.style.left = `${scrollX + left}px`;
  };

  const describe = (by) =>
    shown.querySelectorAll("a").forEach((link) => link[by ? "setAttribute" : "removeAttribute"]("aria-describedby", by));

  const close = () => {
    clearTimeout(timer);
    if (shown) describe();
    shown = null;
    card.remove();
  };

  const open = (citation, at) => {
    clearTimeout(timer);
    if (citation === shown) return;
    close();
    const link = at.closest("a") ?? citation.querySelector("a");
    const found = references(citation);
    if (!link || !found.length) return;
    card.replaceChildren(make("span", {}, ...found), make("a", { href: link.hash }, say("Show in the list")));
    citation.after(card); // where Tab comes next
    card.showPopover();
    place(link);
    shown = citation;
    describe(card.id);
  };

  addEventListener("pointerover", ({ target, pointerType }) => {
    const citation = citationOf(target);
    if (pointerType === "touch" || citation === hovered) return;
    hovered = citation;
    if (citation) later(() => open(citation, target), citation === shown ? 0 : 150);
    else if (!shown || citationOf(document.activeElement) !== shown) later(close, 300);
  });
  addEventListener("focusin", ({ target }) => {
    const citation = citationOf(target);
    if (citation) open(citation, target);
    else if (!hovered) close();
  });
  addEventListener("pointerdown", ({ target, pointerType }) => {
    touch = pointerType === "touch";
    before = shown;
    if (!citationOf(target)) close();
  });
  addEventListener("click", (event) => {
    const citation = event.target.closest(".citation");
    if (!event.target.closest("a")) return;
    if (citation && touch && event.detail && citation !== before) open(citation, event.target);
    else return later(close); // a link that is gone leads nowhere
    if (shown) event.preventDefault();
  });
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !shown) return;
    const within = card.contains(document.activeElement) && shown.querySelector("a");
    if (within) within.focus(); // else lost with the card
    close();
  });
}
