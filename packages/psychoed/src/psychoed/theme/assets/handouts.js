// Filling in a handout on its page. Nothing is sent. Nothing is kept, unless the reader switches that on; without this
// script the fields can be typed in and printed as well.
"use strict";

const fields = [...document.querySelectorAll("article :is(input, textarea)[name^='f-']")];
const strip = [...document.querySelectorAll("[data-strip]")];
const keep = document.querySelector("[data-keep]");
const place = `handout:${location.pathname}`;

// The browser's own memory; it may be switched off, or full.
const stored = (act) => {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
};

const say = (words) => {
  const line = document.querySelector("[data-said]");
  if (line) line.textContent = words;
};

const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const id = (field) => (field.type === "radio" ? `${field.name}=${field.value}` : field.name);

const write = () => {
  if (!keep?.checked) return;
  const values = {};
  for (const field of fields) {
    if (isTick(field) ? field.checked : field.value) values[id(field)] = isTick(field) || field.value;
  }
  if (stored((store) => store.setItem(place, JSON.stringify(values)) ?? true) === null) {
    keep.checked = false;
    say(t("This browser can’t save your answers. Save them as a file instead."));
  }
};

const restore = () => {
  const text = stored((store) => store.getItem(place));
  if (!text) return;
  let values = {};
  try {
    values = Object(JSON.parse(text));
  } catch {
    return;
  }
  keep.checked = true;
  for (const field of fields) {
    const value = values[id(field)];
    if (isTick(field)) field.checked = value === true;
    else if (typeof value === "string") field.value = value;
  }
};

const clear = (these) => {
  for (const field of these) {
    if (isTick(field)) field.checked = false;
    else field.value = "";
  }
};

// The style that prints the handout, for a file that stands alone: on a screen the file looks as it does on paper.
const styles = () =>
  [...document.styleSheets]
    .filter((sheet) => /\/sheet\.css/.test(sheet.href ?? ""))
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => !rule.cssText.startsWith("@font-face"))
    .map((rule) => rule.cssText.replace("@media print", "@media all"))
    .join("\n");

// The saved file shows what was typed and nothing else: no script, no style but its own, nothing fetched, nothing sent.
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
const SCHEMES = ["http:", "https:", "mailto:", "tel:", "sms:"];

const address = (link) => {
  try {
    return new URL(link.getAttribute("href"), document.baseURI);
  } catch {
    return null;
  }
};

// What a page may hold and a file that is passed on must not.
const disarm = (copy) => {
  for (const link of copy.querySelectorAll("[href]")) {
    const whole = address(link);
    if (whole && SCHEMES.includes(whole.protocol)) link.setAttribute("href", whole.href);
    else link.removeAttribute("href");
  }
  for (const element of copy.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (/^on/i.test(name)) element.removeAttribute(name);
  }
};

const meta = (page, attribute, name, content = "") => {
  const element = page.createElement("meta");
  element.setAttribute(attribute, name);
  if (content) element.setAttribute("content", content);
  return element;
};

// What was typed as text, which a printer does not cut off.
const asText = (field, value) => {
  const text = document.createElement("span");
  text.className = `as-printed ${field.className}`;
  text.dir = "auto";
  text.textContent = value;
  field.replaceWith(text);
};

const filledPage = () => {
  const sheet = document.querySelector(".sheet");
  const copy = sheet.cloneNode(true);
  const live = sheet.querySelectorAll("input, textarea");
  copy.querySelectorAll("input, textarea").forEach((field, at) => {
    if (isTick(field)) {
      field.toggleAttribute("checked", live[at].checked);
      field.disabled = true;
    } else if (!field.matches("[data-strip]")) asText(field, live[at].value);
  });
  const details = strip.map((field) => field.value.trim()).filter(Boolean);
  if (details.length) {
    const practice = document.createElement("p");
    practice.className = "practice";
    practice.textContent = details.join(" · ");
    copy.querySelector(".practice")?.remove();
    copy.querySelector(".band")?.append(practice);
  }
  const not = ".handout-tools, .handout-fill, .handout-strip, .crib, .headerlink, .no-print, button, [hidden]";
  const armed = "script, style, link, meta, base, iframe, object, embed, template, noscript";
  copy.querySelectorAll(`${not}, ${armed}`).forEach((part) => part.remove());
  disarm(copy);
  const page = document.implementation.createHTMLDocument(document.title);
  page.documentElement.lang = document.documentElement.lang;
  const style = page.createElement("style");
  const body = "body { max-width: 178mm; margin: 0 auto; } @media screen { body { padding: 8mm; } }";
  style.textContent = `${body}\n${styles()}`.replaceAll("</", "<\\/");
  page.head.prepend(
    meta(page, "charset", "utf-8"),
    meta(page, "http-equiv", "Content-Security-Policy", POLICY),
    meta(page, "name", "referrer", "no-referrer"),
  );
  page.head.append(style);
  page.body.append(copy);
  return `<!doctype html>\n${page.documentElement.outerHTML}`;
};

document.querySelector("[data-save]")?.addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([filledPage()], { type: "text/html" }));
  link.download = `${location.pathname.split("/").filter(Boolean).pop() ?? "handout"}-filled.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  say(t("Saved to your downloads. Anyone who opens the file can read it."));
});

document.querySelector("[data-clear='fields']")?.addEventListener("click", () => {
  clear(fields);
  stored((store) => store.removeItem(place));
  if (keep) keep.checked = false;
  say(t("Answers cleared."));
});

for (const button of document.querySelectorAll("[data-clear='strip']")) {
  button.hidden = false;
  button.addEventListener("click", () => clear(strip));
}

if (keep) {
  restore();
  const box = document.querySelector(".handout-fill");
  box.hidden = false;
  box.open = keep.checked;
  for (const field of fields) field.addEventListener("input", write);
  keep.addEventListener("change", () => {
    if (keep.checked) {
      say(t("Answers will be saved in this browser."));
      write();
    } else {
      stored((store) => store.removeItem(place));
      say(t("Saving is off. Answers will be lost when you close this page."));
    }
  });
}

// The font that the handout is printed in: a browser does not wait for it when it prints.
addEventListener("load", () => {
  for (const style of ["", "bold ", "italic "]) document.fonts?.load(`${style}1em "Atkinson Hyperlegible Next"`).catch(() => {});
});

// HTML for a practice's own site, copied at a press.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const status = button.closest("details").querySelector("[data-copy-status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.closest(".handout-snippet").querySelector("code").textContent);
      status.textContent = t("Copied");
    } catch {
      status.textContent = t("Couldn’t copy");
    }
  });
}

// The list of all handouts: filters, and Letter paper first where that is usual.
const filters = [...document.querySelectorAll("[data-filter]")];
if (filters.length) {
  const box = document.querySelector(".handout-filters");
  const items = [...document.querySelectorAll(".handout-list > li")];
  const filter = () => {
    for (const item of items) {
      item.hidden = filters.some(({ value, dataset }) => value && !item.dataset[dataset.filter].split("|").includes(value));
    }
    const shown = items.filter((item) => !item.hidden).length;
    box.querySelector("[role='status']").textContent = t("{number} of {all} handouts", { number: shown, all: items.length });
  };
  box.hidden = false;
  box.addEventListener("change", filter);
}
if (/^(en-(US|CA)|es-(US|MX))/i.test(navigator.language)) {
  for (const link of document.querySelectorAll("[data-download]")) {
    for (const name of ["href", "aria-label"]) {
      link.setAttribute(name, link.getAttribute(name).replace(/-a4\.pdf$/, "-letter.pdf").replace(/A4\)$/, `${t("US Letter")})`));
    }
    link.querySelector("span").textContent = t("US Letter");
  }
}

// The packet builder, where a page has it.
if (document.querySelector("[data-packet]")) {
  const script = document.createElement("script");
  script.src = new URL("handouts/packet.js", document.currentScript.src).href;
  document.head.append(script);
}
