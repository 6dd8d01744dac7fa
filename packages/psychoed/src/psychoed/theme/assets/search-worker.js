// Answers the theme's search in place of its own worker: the same messages, fewer surprises. A page is found by its words,
// by the beginnings of long words as they are typed, and by words with a slip of a letter. The search terms of a page,
// which are phrases, count only when all of their words are asked for; those of a page about danger then put it first.
"use strict";

const GAP = /[^\p{L}\p{N}&]+/u;
// Words that say nothing of what is asked. Phrases keep all but the smallest.
const SMALL = new Set("a an the i im me my you your he his she her it its is am are was be been to of in for and or so".split(" "));
const STOP = new Set([...SMALL, ..."able about across after all almost also among any as at because but by can cannot cant could did do does doesnt dont either else ever every from get got had has have how however if into isnt ive just least let like likely may might most must myself neither no nor not off often on only other our own rather really said say says should since some than that their them then there these they this too us wants we were what whats when where which while who whom why will with wont would yet".split(" ")]);
// A phrase with one of these means something else in another order: "hurt myself", "can't go on".
const AS_SAID = new Set("myself on here it up".split(" "));

let english = true; // of other languages words are taken as they are

const isSmall = (word) => english && SMALL.has(word);
const isStop = (word) => english && STOP.has(word);

const stem = (word) => {
  if (!english) return word;
  let root = word.replace(/z/g, "s").replace(/our$/, "or");
  if (root.length < 4) return root;
  root = root.replace(/ies$/, "y").replace(/([^su])s$/, "$1");
  const cut = root.replace(/(?:ing|ed|ly|ish)$/, "");
  if (cut.length > 2 && /[aeiouy]/.test(cut)) root = cut.replace(/([bdfgmnprt])\1$/, "$1");
  return root.replace(/ce$/, "se").replace(/e$/, "");
};

const words = (text) =>
  text.toLowerCase().normalize("NFD").replace(/[’'\u0300-\u036f]/g, "").replace(/\bcannot\b/g, "cant").split(GAP).filter((word) => /[^&]/.test(word));
const content = (list) => {
  const kept = list.filter((word) => !isStop(word) && (word.length > 1 || !english));
  return kept.length ? kept : list;
};

// How many letters two words differ by (swapped neighbours are one), or more than `most`.
const distance = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before, last = [], row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    [before, last, row] = [last, row, [i]];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
  }
  return row[other.length];
};

const TERMS = /<p><(su[bp])>(.*?)<\/\1><\/p>/gs; // search terms: <sup> of a page about danger
const plain = (html) => html.replace(/<[^>]+>/g, " ").replace(/&amp;/g, "&").replace(/&(?:lt|gt|quot|#39);/g, " ");
const WEIGHTS = { title: 8, heading: 3, term: 2, text: 1 };

const pages = new Map(); // location without "#…" → page
const vocabulary = new Map(); // stem → pages that have it

const count = (into, list, weight) => {
  for (const word of content(list)) {
    const root = stem(word);
    into.set(root, (into.get(root) ?? 0) + weight);
  }
};

const read = (docs) => {
  for (const doc of docs) {
    const [address] = doc.location.split("#");
    const isPage = !pages.has(address);
    if (isPage) pages.set(address, { doc, parts: [], phrases: [], counts: new Map(), boost: doc.boost ?? 1 });
    const page = pages.get(address);
    const counts = new Map();
    const shown = doc.text.replace(TERMS, (_, kind, terms) => {
      for (const term of terms.split(", ")) {
        const list = words(plain(term));
        const roots = english && list.some((word) => AS_SAID.has(word)) ? [] : list.filter((word) => !isSmall(word)).map(stem);
        page.phrases.push({ roots, list, part: doc, urgent: kind === "sup" });
        if (kind === "sub") count(counts, list, WEIGHTS.term);
      }
      return "";
    });
    count(counts, words(plain(doc.title)), isPage ? WEIGHTS.title : WEIGHTS.heading);
    count(counts, words(plain(shown)), WEIGHTS.text);
    page.parts.push({ doc: { ...doc, text: shown, ...(isPage ? {} : { parent: page.doc }) }, counts });
    for (const [root, n] of counts) page.counts.set(root, (page.counts.get(root) ?? 0) + n);
  }
  for (const page of pages.values()) {
    page.length = Math.sqrt([...page.counts.values()].reduce((sum, n) => sum + n, 0));
    for (const root of page.counts.keys()) vocabulary.set(root, (vocabulary.get(root) ?? 0) + 1);
  }
};

// The stems in the site's pages that a typed word may mean, with how well each fits.
const meanings = (word, isLast) => {
  const root = stem(word);
  if (vocabulary.has(root)) return new Map([[root, 1]]);
  const found = new Map();
  if (isLast && word.length > 3) for (const known of vocabulary.keys()) if (known.startsWith(word)) found.set(known, 0.8);
  for (let most = 1; !found.size && root.length > 3 && most <= (root.length > 6 ? 2 : 1); most++) {
    for (const known of vocabulary.keys()) {
      if (known[0] === root[0] && known.length > 3 && distance(root, known, most) <= most) found.set(known, 0.7 / most);
    }
  }
  return found;
};

const rarity = (root) => Math.log(1 + pages.size / (vocabulary.get(root) ?? 1));
const fit = (counts, length, wanted) => {
  let sum = 0, met = 0, all = 0;
  for (const found of wanted) {
    let best = 0, rare = Math.log(1 + pages.size);
    for (const [root, well] of found) {
      const n = counts.get(root);
      rare = Math.min(rare, rarity(root));
      if (n) best = Math.max(best, ((well * rarity(root) * n) / (n + 0.12 * length)));
    }
    all += rare;
    if (best) met += rare;
    sum += best;
  }
  return all ? sum * (met / all) ** 1.5 : 0;
};

const mark = (html, roots) =>
  html.replace(/(<[^>]+>)|([\p{L}\p{N}’']+)/gu, (whole, tag, word) =>
    !tag && words(word).some((one) => roots.has(stem(one))) ? `<mark>${whole}</mark>` : whole);
const BLOCKS = /<(p|li|td|dd|pre)>.*?<\/\1>/gs;
const teaser = (html, roots) => {
  const marked = (html.match(BLOCKS) ?? [html]).map((block) => mark(block.replace(/^<(?:li|td|dd)>(.*)<\/\w+>$/s, "<p>$1</p>"), roots));
  const met = marked.filter((block) => block.includes("<mark>")).slice(0, 2);
  return met.length ? met.join("") : marked[0]; // found by its search terms
};

const search = (query) => {
  const all = words(query);
  const asked = content(all);
  const wanted = asked.map((word) => meanings(word, word === all.at(-1))).filter((found) => found.size);
  const fixed = new Set(all.flatMap((word) => (isStop(word) ? [stem(word)] : [...meanings(word, false).keys(), stem(word)])));
  const sequence = ` ${all.join(" ")} `;
  const roots = new Set(wanted.flatMap((found) => [...found.keys()]));
  const results = [];
  for (const page of pages.values()) {
    const own = fit(page.counts, page.length, wanted) * page.boost;
    let score = own, part = null, urgent = false;
    for (const phrase of page.phrases) {
      const said = sequence.includes(` ${phrase.list.join(" ")} `);
      if (!said && !(phrase.roots.length && phrase.roots.every((root) => fixed.has(root)))) continue;
      const better = phrase.urgent && !urgent || phrase.part.location.includes("#") && !part;
      if (better) part = phrase.part;
      urgent ||= phrase.urgent;
      score += 0.6 * phrase.roots.reduce((sum, root) => sum + rarity(root), 0.1) * page.boost;
    }
    if (score) results.push({ page, own, score: score + (urgent ? 1000 : 0), part, named: score > own });
  }
  results.sort((one, other) => other.score - one.score);
  const least = 0.25 * Math.max(...results.map(({ own }) => own));
  return results.filter(({ own, named }) => named || own >= least).map(({ page, score, part }) => {
    const terms = Object.fromEntries(asked.map((word) => [word, [...meanings(word, true).keys()].some((root) => page.counts.has(root))]));
    const [whole, ...sections] = page.parts.map(({ doc, counts }) => ({
      ...doc,
      title: mark(doc.title, roots),
      text: teaser(doc.text, roots),
      terms,
      score: fit(counts, 6, wanted),
      first: doc.location === part?.location,
    }));
    const found = sections.filter((section) => section.first || section.score).sort((one, other) => other.first - one.first || other.score - one.score);
    const best = found.length && (found[0].first || found[0].score > whole.score) ? found[0] : null;
    const rest = found.filter((section) => section !== best).slice(0, 4);
    // The theme shows those that score as the first does, and folds the others away.
    const ordered = best ? [{ ...best, score }, { ...whole, score: score / 2 }] : [{ ...whole, score }];
    return [...ordered, ...rest.map((section) => ({ ...section, score: score / 4 }))];
  });
};

addEventListener("message", ({ data: { type, data } }) => {
  if (type === 0) {
    english = data.config.lang.includes("en");
    read(data.docs);
    postMessage({ type: 1 });
  } else if (type === 2) {
    postMessage({ type: 3, data: { items: search(data) } });
  }
});
