// What the theme leaves out for keyboards and screen readers. The pages read and print without any of it.
"use strict";

// The page's own language: its texts are in the page as data, by their English form; without them they are English.
const TEXTS = (() => {
  try {
    return JSON.parse(document.getElementById("__texts").textContent);
  } catch {
    return {};
  }
})();
const t = (text, blanks = {}) =>
  (TEXTS[text] ?? text).replace(/\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);

// Elements are made one by one: what a page says of itself gets into them as text, never as HTML.
const make = (name, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
};

{
  // The menu and the search open by labels, which a keyboard does not reach: put buttons in their place.
  const buttonFor = (label, name) => {
    const button = make("button", { type: "button", className: label.className }, ...label.childNodes);
    button.setAttribute("for", label.htmlFor); // the theme's style sheet knows it by this
    if (name) button.ariaLabel = name;
    label.replaceWith(button);
    return button;
  };

  for (const [id, name] of [["__drawer", t("Menu")], ["__search", t("Search")]]) {
    const toggle = document.getElementById(id);
    const label = document.querySelector(`.md-header__button[for="${id}"]`);
    if (!toggle || !label) continue;
    const button = buttonFor(label, name);
    const set = (open) => {
      toggle.checked = open;
      toggle.dispatchEvent(new Event("change"));
    };
    const say = () => button.setAttribute("aria-expanded", String(toggle.checked));
    button.addEventListener("click", () => set(!toggle.checked));
    toggle.addEventListener("change", say);
    say();
    if (id === "__search") {
      // The theme moves focus into the search before it is open; parts.css hides it till then.
      const input = document.querySelector(".md-search__input");
      toggle.addEventListener("change", () => toggle.checked && input.focus());
      // Who was there before the theme's script was would type into a search that stays shut.
      input.addEventListener("input", () => toggle.checked || set(true));
      continue;
    }
    // While the menu is open nothing behind it takes focus, and when it closes focus is where it was.
    const close = buttonFor(document.querySelector(".site-nav__close"));
    const behind = document.querySelectorAll(".md-header, .md-content, .md-footer, .md-banner, [data-md-component=skip]");
    toggle.addEventListener("change", () => {
      for (const part of behind) part.inert = toggle.checked;
      (toggle.checked ? close : button).focus();
    });
    close.addEventListener("click", () => set(false));
    addEventListener("keydown", ({ key }) => key === "Escape" && toggle.checked && set(false));
    matchMedia("(min-width: 76.25em)").addEventListener("change", () => toggle.checked && set(false));
  }

  // The theme acts on single keys, some of which leave the page: WCAG 2.1.4.
  const THEME_KEYS = new Set(["f", "s", "/", "n", "p", ",", "."]);
  addEventListener(
    "keydown",
    (event) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      const searching = document.getElementById("__search")?.checked;
      if (THEME_KEYS.has(event.key) && !typing && !searching) event.stopImmediatePropagation();
    },
    { capture: true },
  );

  // Drawings to be played as a film. What plays them is fetched when a reader presses the button.
  const here = document.currentScript.src;
  for (const box of document.querySelectorAll(".scenes")) {
    const button = make("button", { type: "button", className: "md-button" }, t("Play the film"));
    box.tabIndex = 0; // it scrolls
    box.after(make("div", { className: "scenes-controls" }, button));
    button.addEventListener("click", () => document.head.append(make("script", { src: `${here}/../scenes.js` })), { once: true });
  }

  // A table wider than the screen scrolls; let a keyboard scroll it too, and say of which table it is a part.
  const letTablesScroll = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      const wide = box.scrollWidth > box.clientWidth;
      const heads = [...box.querySelectorAll("tr:first-child > *")].map((cell) => cell.textContent.trim());
      for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", t("Table: {columns}", { columns: heads.join(", ") })]]) {
        if (wide) box.setAttribute(name, value);
        else box.removeAttribute(name);
      }
    }
  };
  addEventListener("load", letTablesScroll);
  addEventListener("resize", letTablesScroll);

  // What a link leads to may be in a folded part.
  const unfold = () => {
    const place = document.getElementById(location.hash.slice(1));
    let folded = place?.closest("details:not([open])");
    if (!folded) return;
    for (; folded; folded = folded.parentElement.closest("details")) folded.open = true;
    place.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  addEventListener("load", unfold);

  // The page was built on one day and is read on another.
  for (const note of document.querySelectorAll("[data-overdue]")) {
    note.hidden = new Date(`${note.dataset.overdue}T23:59:59`) > new Date();
  }

  // The theme stores the reader's colours even where they are the device's: keep nothing that was not asked for. A browser
  // may allow no memory at all, and another page of the same host may have written there.
  const forgetDeviceColours = () => {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.endsWith(".__palette") && JSON.parse(localStorage.getItem(key))?.index === 0) localStorage.removeItem(key);
      }
    } catch {
      // Nothing can be read, so nothing need be forgotten.
    }
  };
  for (const event of ["load", "pagehide"]) addEventListener(event, forgetDeviceColours);
}
