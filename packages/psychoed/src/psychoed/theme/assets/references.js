// The list of all sources: filter it, sort it, copy from it. Without this script it is a list to read and to download.
"use strict";

{
  const list = document.querySelector(".references:has(> [data-kind])");
  const files = document.querySelector(".reference-files");

  const make = (name, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };
  // The site's own words, where it has some.
  let words = {}; // English
  try {
    words = JSON.parse(list.dataset.words);
  } catch {}
  const say = (phrase, blanks = {}) =>
    (words[phrase] ?? phrase).replace(/\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // An entry's reference alone, without what else stands beside it.
  const reference = (entry) => {
    const copy = entry.cloneNode(true);
    for (const extra of copy.querySelectorAll(".free-text, .headerlink, .cited-on, .Z3988, .copy")) extra.remove();
    return copy;
  };

  const start = () => {
    const entries = [...list.children]; // in the style's order: by author
    const words = new Map(entries.map((entry) => [entry, plain(reference(entry).textContent)]));
    const said = make("p", { className: "reference-count", role: "status" });

    const text = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    const counted = new Map();
    for (const { dataset } of entries) counted.set(dataset.kind, (counted.get(dataset.kind) ?? 0) + 1);
    const kinds = [...counted].sort(([a], [b]) => (a < b ? -1 : 1));
    const kind = make("select", {}, make("option", { value: "" }, say("All kinds")));
    kind.append(...kinds.map(([name, number]) => make("option", { value: name }, `${name} (${number})`)));
    const order = make("select", {}, make("option", { value: "author" }, say("Author")));
    order.append(make("option", { value: "newest" }, say("Year, newest first")));
    order.append(make("option", { value: "oldest" }, say("Year, oldest first")));

    const filter = () => {
      const wanted = plain(text.value).split(/\s+/).filter(Boolean);
      for (const entry of entries) {
        const ofKind = !kind.value || entry.dataset.kind === kind.value;
        entry.hidden = !ofKind || !wanted.every((word) => words.get(entry).includes(word));
      }
      const left = entries.filter((entry) => !entry.hidden).length;
      const all = entries.length;
      said.textContent = say(left === all ? "All {number} sources" : "{number} of {all} sources", { number: left, all });
    };

    // What has no year comes last either way; within a year authors keep their order.
    const year = (entry) => Number(entry.dataset.year) || Infinity;
    const sort = () => {
      const way = { newest: -1, oldest: 1 }[order.value];
      const known = entries.filter((entry) => entry.dataset.year);
      const undated = entries.filter((entry) => !entry.dataset.year);
      if (way) known.sort((a, b) => way * (year(a) - year(b)));
      list.append(...(way ? [...known, ...undated] : entries));
    };

    // A word at a time, so that a screen reader is not told the number at every key.
    let typing = 0;
    text.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(filter, 250);
    });
    kind.addEventListener("change", filter);
    order.addEventListener("change", sort);

    const form = make("form", { className: "reference-controls" });
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", say("Sources"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      filter();
    });
    form.append(make("label", {}, say("Find a source"), text), make("label", {}, say("Kind"), kind));
    form.append(make("label", {}, say("Sort by"), order), said);
    list.before(form);
    filter();

    // A link to a source that the filter hides would lead nowhere; and the form has just moved all of them.
    const follow = () => {
      const entry = entries.find((each) => each.matches(":target")); // the browser reads the address, however odd
      if (entry?.hidden) {
        text.value = kind.value = "";
        filter();
      }
      entry?.scrollIntoView();
    };
    addEventListener("hashchange", follow);
    follow();
    if (navigator.clipboard) copyButtons(entries, said);
  };

  const copyButtons = (entries, said) => {
    const button = (name, entry, copy) => {
      const element = make("button", { type: "button" }, name);
      element.setAttribute("aria-label", `${name}: ${entry.dataset.label}`);
      element.addEventListener("click", async () => {
        try {
          await copy();
          element.textContent = say("Copied");
          said.textContent = say("Copied: {source}", { source: entry.dataset.label });
        } catch {
          element.textContent = said.textContent = say("Couldn’t copy");
        }
        setTimeout(() => (element.textContent = name), 2000);
      });
      return element;
    };

    const copyReference = (entry) => {
      const copy = reference(entry);
      const words = copy.textContent.trim();
      if (!window.ClipboardItem) return navigator.clipboard.writeText(words);
      const blob = (type, data) => new Blob([data], { type });
      const [text, html] = [blob("text/plain", words), blob("text/html", copy.innerHTML.trim())];
      return navigator.clipboard.write([new ClipboardItem({ "text/plain": text, "text/html": html })]);
    };

    for (const entry of entries) {
      const tools = make("span", { className: "copy" });
      tools.append(button(say("Copy reference"), entry, () => copyReference(entry)));
      entry.append(tools);
    }

    // BibTeX is taken from the file that all sources can be downloaded as; where that cannot be had, there is no button.
    const file = files?.querySelector('a[href$=".bib"]');
    if (!file) return;
    fetch(file.href)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((bibtex) => {
        const sources = new Map();
        for (const part of bibtex.split(/\n{2,}(?=@)/)) {
          const key = /^@\s*\w+\s*[{(]\s*([^\s,]+)/.exec(part)?.[1];
          if (key) sources.set(`ref-${key}`, part.trim());
        }
        for (const entry of entries) {
          const source = sources.get(entry.id);
          if (!source) continue;
          const copy = button(say("Copy BibTeX"), entry, () => navigator.clipboard.writeText(`${source}\n`));
          entry.querySelector(".copy").append(copy);
        }
      })
      .catch(() => {}); // opened from a disk, no file can be fetched
  };

  if (list) start();
}

// The sources of the page's own list, cut out of the files with all of the site's. Files can't be read from a disk.
if (location.protocol !== "file:") {
  const PARENTS = /\b(?:crossref|xdata|xref|related|entryset)\s*=\s*[{"]([^}"]*)/gi;
  const keyOf = (part) => /^@\w+\s*[{(]\s*([^\s,]+)/.exec(part)?.[1];

  // Entries with those that they take something from, and the @strings.
  const cutBibtex = (text, keys) => {
    const parts = text.split(/\n{2,}(?=@)/);
    const byKey = new Map(parts.map((part) => [keyOf(part), part]));
    for (const key of keys) // grows while it is gone through
      for (const [, named] of byKey.get(key)?.matchAll(PARENTS) ?? [])
        for (const parent of named.split(",")) keys.add(parent.trim());
    return `${parts.filter((part) => /^@string\b/i.test(part) || keys.has(keyOf(part))).join("\n\n").trim()}\n`;
  };
  const cutRis = (text, keys) =>
    text
      .split(/(?<=^ER {2}- .*\r?\n)\s*/m)
      .filter((record) => keys.has(/^ID {2}- (.*?)\r?$/m.exec(record)?.[1]))
      .join("\r\n");
  const cutJson = (text, keys) => `${JSON.stringify(JSON.parse(text).filter(({ id }) => keys.has(id)), null, 1)}\n`;
  const CUT = { bib: cutBibtex, ris: cutRis, json: cutJson };

  for (const line of document.querySelectorAll(".reference-files[data-these]")) {
    line.firstChild.data = `${line.dataset.these}: `;
    line.addEventListener("click", async (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      const keys = new Set([...document.querySelectorAll(".references > [id^='ref-']")].map(({ id }) => id.slice(4)));
      const ending = link.pathname.split(".").at(-1);
      try {
        const text = await (await fetch(link.href)).text();
        const file = document.createElement("a");
        file.href = URL.createObjectURL(new Blob([CUT[ending](text, keys)], { type: "text/plain" }));
        file.download = `sources.${ending}`;
        file.click();
        setTimeout(() => URL.revokeObjectURL(file.href), 60000);
      } catch {
        location.assign(link.href);
      }
    });
  }
}
