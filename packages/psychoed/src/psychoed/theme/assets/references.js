// The list of all sources: filter it, sort it, copy from it. Without this script it is a list to read and to download.
"use strict";

const keyOf = (part) => /^@\s*\w+\s*[{(]\s*([^\s,]+)/.exec(part)?.[1];
const splitBibtex = (text) => text.split(/\n{2,}(?=@)/);

{
  const list = document.querySelector(".references:has(> [data-kind])");
  const files = document.querySelector(".reference-files");

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

    const form = make("form", { className: "reference-controls", role: "search", ariaLabel: say("Sources") });
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
      const element = make("button", { type: "button", ariaLabel: `${name}: ${entry.dataset.label}` }, name);
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
      const forms = { "text/plain": copy.textContent.trim(), "text/html": copy.innerHTML.trim() };
      for (const type in forms) forms[type] = new Blob([forms[type]], { type });
      return navigator.clipboard.write([new ClipboardItem(forms)]);
    };

    // BibTeX is taken from the file that all sources can be downloaded as. It is fetched when a reader comes near a button;
    // from a disk, no file can be.
    const file = location.protocol !== "file:" && files?.querySelector('a[href$=".bib"]');
    let fetched;
    const fetchBibtex = () =>
      (fetched ??= fetch(file.href)
        .then((answer) => answer.text())
        .then((text) => new Map(splitBibtex(text).map((part) => [keyOf(part), part.trim()]))));
    const copyBibtex = async (entry) => {
      const source = (await fetchBibtex()).get(entry.id.slice(4));
      if (!source) throw new Error("It is not in the file.");
      return navigator.clipboard.writeText(`${source}\n`);
    };

    for (const entry of entries) {
      const tools = make("span", { className: "copy" }, button(say("Copy reference"), entry, () => copyReference(entry)));
      if (file) tools.append(button(say("Copy BibTeX"), entry, () => copyBibtex(entry)));
      entry.append(tools);
    }
    if (!file) return;
    for (const near of ["focusin", "pointerover"]) {
      list.addEventListener(near, (event) => event.target.closest(".copy") && fetchBibtex().catch(() => {}));
    }
  };

  if (list) start();
}

// The sources of the page's own list, cut out of the files with all of the site's. Files can't be read from a disk.
if (location.protocol !== "file:") {
  const PARENTS = /\b(?:crossref|xdata|xref|related|entryset)\s*=\s*[{"]([^}"]*)/gi;

  // Entries with those that they take something from, and the @strings.
  const cutBibtex = (text, keys) => {
    const parts = splitBibtex(text);
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
        const href = URL.createObjectURL(new Blob([CUT[ending](text, keys)], { type: "text/plain" }));
        const file = make("a", { href, download: `sources.${ending}` });
        file.click();
        setTimeout(() => URL.revokeObjectURL(file.href), 60000);
      } catch {
        location.assign(link.href);
      }
    });
  }
}
