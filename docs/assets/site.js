// What the theme leaves out for keyboards and screen readers. The pages read and print without any of it.
"use strict";

// The menu and the search open by labels, which a keyboard does not reach: make them buttons that say what they do.
for (const [id, name] of [["__drawer", "Menu"], ["__search", "Search"]]) {
  const toggle = document.getElementById(id);
  const button = document.querySelector(`.md-header__button[for="${id}"]`);
  if (!toggle || !button) continue;
  const say = () => button.setAttribute("aria-expanded", String(toggle.checked));
  button.setAttribute("role", "button");
  button.setAttribute("aria-label", name);
  button.tabIndex = 0;
  button.addEventListener("keydown", (event) => {
    if (event.key !== " ") return; // on Enter the theme clicks a label itself
    event.preventDefault();
    button.click();
  });
  toggle.addEventListener("change", () => {
    say();
    // The theme moves focus into the search before it is open; parts.css hides it till then.
    if (id === "__search" && toggle.checked) document.querySelector(".md-search__input").focus();
  });
  say();
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

// A table wider than the screen scrolls; let a keyboard scroll it too.
const letTablesScroll = () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
    const wide = box.scrollWidth > box.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", "Table, scrolls sideways"]]) {
      if (wide) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }
};
addEventListener("load", letTablesScroll);
addEventListener("resize", letTablesScroll);

// The page was built on one day and is read on another.
for (const note of document.querySelectorAll("[data-overdue]")) {
  note.hidden = new Date(`${note.dataset.overdue}T23:59:59`) > new Date();
}
