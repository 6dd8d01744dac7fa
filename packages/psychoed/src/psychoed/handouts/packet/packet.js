// Puts handouts together into one PDF, in the reader's browser. Nothing is sent; the practice's details are kept only if
// that is asked for. pdf-lib, which does the work, is loaded when the first packet is made.
"use strict";

(() => {
  const form = document.querySelector("[data-packet]");
  if (!form) return;
  const base = new URL(document.currentScript.src);
  const list = form.querySelector("[data-packet-list]");
  const status = form.querySelector("[role='status']");
  const result = form.querySelector("[data-packet-result]");
  const part = (name) => form.querySelector(`[data-packet-${name}]`);
  const PLACE = "handouts:practice";
  const MM = 72 / 25.4;
  const LEADING = 1.2;
  const DOTS = 64; // the height of letters in a picture
  // The room in the band above a handout's title, in points from the upper edge of the page (sheet.css).
  const BANDS = {
    "": { margin: 16 * MM, label: 8.5, labelAt: 11 * MM, bottom: 21.7 * MM, height: 31, sizes: [11, 9.5, 8.5, 7.5] },
    "-large": { margin: 13 * MM, label: 12, labelAt: 11.3 * MM, bottom: 26.7 * MM, height: 40, sizes: [16.5, 15, 13, 11.5] },
  };
  let logo = "";

  // ---- What is chosen ----

  const rows = () => [...list.children];
  const chosen = () => rows().filter((row) => row.querySelector("input").checked);

  const show = () => {
    const count = chosen().length;
    part("make").disabled = count === 0;
    const many = count === 1 ? t("1 handout chosen") : t("{number} handouts chosen", { number: count });
    status.textContent = count ? many : t("Tick the handouts you need.");
    result.hidden = true;
  };

  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (!button) return;
    const row = button.closest("li");
    // Past the next one that is chosen: the others are not in the packet.
    const before = chosen();
    const at = before.indexOf(row);
    if (button.dataset.move === "up") before[at - 1]?.before(row);
    else before[at + 1]?.after(row);
    button.focus();
    status.textContent = t("{title}: place {number} of {all}", {
      title: row.dataset.title,
      number: chosen().indexOf(row) + 1,
      all: before.length,
    });
    result.hidden = true;
  });

  for (const button of form.querySelectorAll("[data-set]")) {
    button.addEventListener("click", () => {
      const names = button.dataset.set.split(" ");
      for (const row of rows()) row.querySelector("input").checked = names.includes(row.dataset.name);
      show();
    });
  }

  // ---- The practice ----

  const stored = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };

  const keep = () => {
    if (!part("keep").checked) stored((store) => store.removeItem(PLACE));
    else {
      const details = JSON.stringify({ name: part("name").value, phone: part("phone").value, logo });
      if (stored((store) => store.setItem(PLACE, details) ?? true) === null) {
        part("keep").checked = false;
        status.textContent = t("This browser can’t keep your details.");
      }
    }
  };

  // A picture of any kind becomes a small PNG, drawn by the browser.
  const readPicture = (address) =>
    new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => {
        const scale = Math.min(600 / image.naturalWidth, 200 / image.naturalHeight);
        const canvas = document.createElement("canvas");
        canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
        canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        resolve(canvas.toDataURL("image/png"));
      };
      image.onerror = () => reject(new Error(t("This picture can’t be read. Use a PNG, JPEG or SVG file.")));
      image.src = address;
    });

  part("logo").addEventListener("change", () => {
    const [file] = part("logo").files;
    logo = "";
    if (!file) return keep();
    const reader = new FileReader();
    reader.onload = () =>
      readPicture(reader.result).then(
        (picture) => {
          logo = picture;
          keep();
          show();
        },
        (error) => (status.textContent = error.message),
      );
    reader.readAsDataURL(file);
  });

  const kept = stored((store) => JSON.parse(store.getItem(PLACE)));
  if (kept && typeof kept === "object") {
    part("keep").checked = true;
    part("name").value = String(kept.name ?? "");
    part("phone").value = String(kept.phone ?? "");
    logo = /^data:image\/png;base64,/.test(kept.logo) ? kept.logo : "";
  }

  // ---- The PDF ----

  const load = (file) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(file, base).href;
      script.onload = resolve;
      script.onerror = () => reject(new Error(t("A part of this page could not be loaded. Check your connection.")));
      document.head.append(script);
    });

  const get = async (address) => {
    const answer = await fetch(new URL(address, base));
    if (!answer.ok) throw new Error(t("{file} could not be loaded. Check your connection.", { file: address.split("/").pop() }));
    return answer;
  };

  // Copies all of a PDF's pages, with their tags, fields and links, behind those that are there.
  const append = (whole, doc, source, numbers, place) => {
    const { PDFArray, PDFDict, PDFHexString, PDFName, PDFNumber, PDFObjectCopier, PDFPage, PDFString } = PDFLib;
    const name = PDFName.of;
    const copier = PDFObjectCopier.for(source.context, doc.context);
    const tree = source.catalog.lookup(name("StructTreeRoot"), PDFDict);
    // Copied elements lead to the new tree instead of a copy of the old one.
    copier.traversedObjects.set(source.catalog.get(name("StructTreeRoot")), whole.tree);
    const targets = new Map();
    const named = source.catalog.lookupMaybe(name("Names"), PDFDict)?.lookupMaybe(name("Dests"), PDFDict);
    const pairs = named?.lookup(name("Names"), PDFArray)?.asArray() ?? [];
    for (let at = 0; at < pairs.length; at += 2) targets.set(pairs[at].asString(), pairs[at + 1]);

    const every = source.getPages();
    const pages = numbers ? numbers.map((at) => every[at]) : every;
    // Pages that are left out are in no element's place.
    const refs = new Set(pages.map((page) => page.ref));
    const added = pages.map((page) => {
      const ref = copier.copy(page.ref);
      const node = doc.context.lookup(ref);
      const parents = node.lookupMaybe(name("StructParents"), PDFNumber);
      if (parents) node.set(name("StructParents"), PDFNumber.of(parents.asNumber() + whole.next));
      for (const annotation of node.Annots()?.asArray() ?? []) {
        const dict = doc.context.lookup(annotation, PDFDict);
        const parent = dict.lookupMaybe(name("StructParent"), PDFNumber);
        if (parent) dict.set(name("StructParent"), PDFNumber.of(parent.asNumber() + whole.next));
        const to = dict.get(name("Dest"));
        if (to instanceof PDFString || to instanceof PDFHexString) {
          const target = source.context.lookup(targets.get(to.asString()));
          if (target && refs.has(target.get(0))) dict.set(name("Dest"), copier.copy(target));
          else dict.delete(name("Dest"));
        }
      }
      const made = PDFPage.of(node, ref, doc);
      doc.addPage(made);
      return made;
    });

    const onPages = (element) => {
      const page = element.get(name("Pg"));
      return !page || refs.has(page);
    };
    const parents = tree.lookup(name("ParentTree"), PDFDict).lookup(name("Nums"), PDFArray).asArray();
    for (let at = 0; at < parents.length; at += 2) {
      const number = parents[at].asNumber();
      const value = source.context.lookup(parents[at + 1]);
      const first = value instanceof PDFArray ? source.context.lookup(value.get(0)) : value;
      if (first && !onPages(first)) continue;
      whole.parents.push(PDFNumber.of(number + whole.next), copier.copy(parents[at + 1]));
      whole.last = Math.max(whole.last, number + whole.next);
    }
    const kids = tree.lookup(name("K"));
    const copied = [];
    for (const kid of kids instanceof PDFArray ? kids.asArray() : [tree.get(name("K"))]) {
      if (numbers) copied.push(...prune(source, copier, kid, refs));
      else copied.push(copier.copy(kid));
    }
    const section = doc.context.register(doc.context.obj({ Type: "StructElem", S: "Part", P: whole.document, K: copied }));
    for (const kid of copied) {
      const element = doc.context.lookup(kid, PDFDict);
      element.set(name("P"), section);
      if (element.get(name("S")) === name("Document")) element.set(name("S"), name("Sect"));
    }
    whole.parts.push(section);
    renameElements(whole, doc.context, section, place);
    const outline = source.catalog.lookupMaybe(name("Outlines"), PDFDict);
    if (outline) whole.outline.push(...readOutline(outline, copier, refs));

    const form = source.catalog.lookupMaybe(name("AcroForm"), PDFDict);
    for (const field of form?.lookup(name("Fields"), PDFArray).asArray() ?? []) {
      const ref = copier.copy(field);
      const dict = doc.context.lookup(ref, PDFDict);
      dict.set(name("T"), PDFHexString.fromText(`${place}-${dict.lookup(name("T")).decodeText()}`));
      whole.fields.push(ref);
    }
    if (form && !whole.form) {
      whole.form = doc.context.obj({ DR: copier.copy(form.get(name("DR"))), DA: form.get(name("DA")), NeedAppearances: true });
    }
    whole.next = whole.last + 1;
    return { first: added[0], section };
  };

  // Identifiers, by which cells name their headers, get a prefix: two handouts may have the same ones.
  const renameElements = (whole, context, ref, place) => {
    const { PDFArray, PDFDict, PDFHexString, PDFName } = PDFLib;
    const name = PDFName.of;
    const rename = (text) => PDFHexString.fromText(`${place}-${text.decodeText()}`);
    const element = context.lookup(ref);
    if (!(element instanceof PDFDict) || !element.has(name("S"))) return;
    if (element.has(name("ID"))) {
      const id = rename(element.lookup(name("ID")));
      element.set(name("ID"), id);
      whole.ids.push([id, ref]);
    }
    const attributes = element.lookup(name("A"));
    const headers = attributes instanceof PDFDict && attributes.lookupMaybe(name("Headers"), PDFArray);
    if (headers) attributes.set(name("Headers"), context.obj(headers.asArray().map(rename)));
    const kids = element.lookup(name("K"));
    for (const kid of kids instanceof PDFArray ? kids.asArray() : [element.get(name("K"))]) renameElements(whole, context, kid, place);
  };

  // A PDF's outline, without what leads to pages that are left out.
  const readOutline = (parent, copier, refs) => {
    const { PDFArray, PDFDict, PDFName } = PDFLib;
    const name = PDFName.of;
    const items = [];
    for (let item = parent.lookupMaybe(name("First"), PDFDict); item; item = item.lookupMaybe(name("Next"), PDFDict)) {
      const to = item.lookup(name("Dest"));
      const kids = readOutline(item, copier, refs);
      if (!(to instanceof PDFArray) || !refs.has(to.get(0))) items.push(...kids);
      else items.push({ title: item.lookup(name("Title")).decodeText(), to: copier.copy(to), kids });
    }
    return items;
  };

  const addOutline = (context, ref, items, root = true) => {
    const { PDFHexString, PDFName } = PDFLib;
    const refs = items.map(() => context.nextRef());
    items.forEach(({ title, to, kids }, at) => {
      const item = context.obj({ Title: PDFHexString.fromText(title), Parent: ref, Dest: to });
      if (at) item.set(PDFName.of("Prev"), refs[at - 1]);
      if (at + 1 < refs.length) item.set(PDFName.of("Next"), refs[at + 1]);
      context.assign(refs[at], item);
      if (kids.length) addOutline(context, refs[at], kids, false);
    });
    const parent = root ? context.obj({ Type: "Outlines" }) : context.lookup(ref);
    parent.set(PDFName.of("First"), refs[0]);
    parent.set(PDFName.of("Last"), refs.at(-1));
    parent.set(PDFName.of("Count"), PDFLib.PDFNumber.of(root ? refs.length : -refs.length)); // only titles are unfolded
    context.assign(ref, parent);
  };

  // Adds an element to the start of a handout's structure and returns the number of its content on the page.
  const addElement = (whole, context, page, section, kind, more) => {
    const { PDFArray, PDFDict, PDFName, PDFNumber } = PDFLib;
    const name = PDFName.of;
    const key = page.node.lookup(name("StructParents"), PDFNumber).asNumber();
    const at = whole.parents.findIndex((each, place) => place % 2 === 0 && each.asNumber() === key);
    const onPage = context.lookup(whole.parents[at + 1], PDFArray);
    const number = onPage.size();
    const ref = context.register(context.obj({ Type: "StructElem", S: kind, P: section, Pg: page.ref, K: number, ...more }));
    onPage.push(ref);
    context.lookup(section, PDFDict).lookup(name("K"), PDFArray).insert(0, ref);
    return number;
  };

  // The elements of some pages only: those that lie on other pages are left out.
  const prune = (source, copier, kid, refs) => {
    const { PDFArray, PDFDict, PDFName } = PDFLib;
    const name = PDFName.of;
    const keep = (one) => {
      const element = source.context.lookup(one);
      if (!(element instanceof PDFDict)) return true;
      const page = element.get(name("Pg"));
      const kids = source.context.lookup(element.get(name("K")));
      if (!(kids instanceof PDFArray)) return !page || refs.has(page);
      const left = kids.asArray().filter(keep);
      if (left.some((each) => source.context.lookup(each) instanceof PDFDict) || (page && refs.has(page))) {
        element.set(name("K"), source.context.obj(left));
        if (page && !refs.has(page)) element.delete(name("Pg"));
        return true;
      }
      return false;
    };
    return keep(kid) ? [copier.copy(kid)] : [];
  };

  // A font with its own widths: text drawn with a standard font would not be allowed in an accessible PDF.
  const embedFont = async (doc, about) => {
    const { PDFName } = PDFLib;
    const bytes = new Uint8Array(await (await get(about.file)).arrayBuffer());
    const file = doc.context.register(doc.context.stream(bytes, { Length1: bytes.length }));
    const descriptor = doc.context.register(
      doc.context.obj({ Type: "FontDescriptor", FontName: about.name, Flags: 32, ...about.descriptor, FontFile2: file }),
    );
    const font = doc.context.register(
      doc.context.obj({
        Type: "Font",
        Subtype: "TrueType",
        BaseFont: about.name,
        FirstChar: 32,
        LastChar: 255,
        Widths: about.widths,
        Encoding: "WinAnsiEncoding",
        FontDescriptor: descriptor,
      }),
    );
    // Windows-1252, where it differs from Latin-1.
    const special = new Map([..."€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"].map((sign, at) => [sign, [0x80, ...range(0x82, 0x8c), 0x8e, ...range(0x91, 0x9c), 0x9e, 0x9f][at]]));
    const encode = (text) => [...text].map((sign) => special.get(sign) ?? sign.codePointAt(0));
    return {
      font,
      key: PDFName.of("PacketFont"),
      has: (text) => encode(text).every((code) => (code >= 32 && code < 127) || (code >= 160 && code < 256) || [...special.values()].includes(code)),
      width: (text, size) => (encode(text).reduce((sum, code) => sum + (about.widths[code - 32] ?? 0), 0) * size) / 1000,
      hex: (text) => encode(text).map((code) => code.toString(16).padStart(2, "0")).join(""),
    };
  };

  const range = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

  // Breaks the practice's lines to fit into the band, in a smaller size if need be. ``measure`` is for a size of 1.
  const fitLines = (lines, measure, sizes, width, height) => {
    for (const size of sizes) {
      const rows = lines.flatMap((line) => wrap(line, (text) => measure(text) * size <= width));
      const most = Math.min(width / Math.max(...rows.map(measure)), height / (LEADING * rows.length));
      if (size <= most || size === sizes.at(-1)) return { rows, size: Math.min(size, most) };
    }
  };

  const wrap = (line, fits) =>
    line.split(/\s+/).reduce((rows, word) => {
      const longer = `${rows.at(-1)} ${word}`;
      return rows.length && fits(longer) ? [...rows.slice(0, -1), longer] : [...rows, word];
    }, []);

  // Words that the font lacks are drawn by the browser, as a picture.
  const makePen = () => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `bold ${DOTS}px "Atkinson Hyperlegible Next", sans-serif`;
    return pen;
  };

  const pictureOf = (rows) => {
    const pen = makePen();
    const { font, canvas } = pen;
    const width = Math.max(...rows.map((row) => pen.measureText(row).width));
    canvas.width = Math.ceil(width) + 4;
    canvas.height = Math.round(LEADING * DOTS * rows.length);
    pen.font = font; // a canvas that changes its size forgets it
    pen.textAlign = "right";
    rows.forEach((row, at) => pen.fillText(row, canvas.width - 2, DOTS * (0.95 + LEADING * at)));
    return canvas.toDataURL("image/png");
  };

  const drawPicture = (key, [left, bottom, right, top]) =>
    `q ${(right - left).toFixed(2)} 0 0 ${(top - bottom).toFixed(2)} ${left.toFixed(2)} ${bottom.toFixed(2)} cm /${key} Do Q`;

  // Draws on a page, over what is there. Commands say whether they belong to the text or are artifacts.
  const draw = (doc, page, font, commands, pictures) => {
    const { PDFName } = PDFLib;
    const { context } = doc;
    page.node.normalize();
    page.node.wrapContentStreams(context.getPushGraphicsStateContentStream(), context.getPopGraphicsStateContentStream());
    page.node.setFontDictionary(font.key, font.font);
    for (const [key, ref] of Object.entries(pictures)) page.node.setXObject(PDFName.of(key), ref);
    const stream = `q 0 g\n${commands.join("\n")}\nQ`;
    page.node.addContentStream(context.register(context.stream(stream)));
  };

  const make = async () => {
    if (!window.PDFLib) await load("pdf-lib.min.js");
    const { PDFDocument, PDFHexString, PDFName } = PDFLib;
    const about = await (await get("packet.json")).json();
    const paper = form.querySelector("[name='paper']:checked").value;
    const size = form.querySelector("[name='size']:checked").value;
    const names = chosen().map((row) => row.dataset.name);

    const doc = await PDFDocument.create({ updateMetadata: false });
    doc.setTitle(about.title, { showInWindowTitleBar: true });
    doc.setLanguage(document.documentElement.lang || "en");
    const { context, catalog } = doc;
    const whole = { parts: [], parents: [], ids: [], outline: [], fields: [], next: 0, last: -1 };
    for (const key of ["tree", "document"]) whole[key] = context.nextRef();
    const firsts = new Map(); // each handout's first page, and its place in the structure
    for (const [at, each] of names.entries()) {
      const bytes = await (await get(`${about.files[each]}-${paper}${size}.pdf`)).arrayBuffer();
      const source = await PDFDocument.load(bytes, { updateMetadata: false });
      const { first, section } = append(whole, doc, source, null, at + 1);
      firsts.set(first, section);
    }
    if (part("notes").checked) {
      const wanted = names.map((each) => about.notes.pages[each]).filter((page) => page !== undefined);
      if (wanted.length) {
        const bytes = await (await get(`${about.notes.file}-${paper}.pdf`)).arrayBuffer();
        append(whole, doc, await PDFDocument.load(bytes, { updateMetadata: false }), wanted, names.length + 1);
      }
    }

    const name = PDFName.of;
    catalog.set(name("MarkInfo"), context.obj({ Marked: true }));
    if (whole.form) {
      whole.form.set(name("Fields"), context.obj(whole.fields));
      catalog.set(name("AcroForm"), context.register(whole.form));
    }
    const escape = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const metadata =
      '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' +
      'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' +
      'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">' +
      `<pdfuaid:part>1</pdfuaid:part><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escape(about.title)}</rdf:li>` +
      '</rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>';
    const stream = context.stream(new TextEncoder().encode(metadata), { Type: "Metadata", Subtype: "XML" });
    catalog.set(name("Metadata"), context.register(stream));

    if (whole.outline.length) {
      const outline = context.nextRef();
      addOutline(context, outline, whole.outline);
      catalog.set(name("Outlines"), outline);
    }

    const font = await embedFont(doc, about.font);
    const band = BANDS[size];
    const lines = [part("name").value.trim(), part("phone").value.trim()].filter(Boolean);
    const pictures = {};
    let mark = null;
    if (logo) {
      mark = await doc.embedPng(logo);
      pictures.PacketLogo = mark.ref;
      const scale = Math.min(((lines.length ? 26 : 34) * MM) / mark.width, (9 * MM) / mark.height);
      mark = { width: mark.width * scale, height: mark.height * scale };
    }
    const room = 96 * MM - (mark ? mark.width + 3 * MM : 0);
    let fitted = null;
    let words = null;
    if (lines.length && lines.every(font.has)) fitted = fitLines(lines, (text) => font.width(text, 1), band.sizes, room, band.height);
    else if (lines.length) {
      const pen = makePen();
      fitted = fitLines(lines, (text) => pen.measureText(text).width / DOTS, band.sizes, room, band.height);
      words = await doc.embedPng(pictureOf(fitted.rows));
      pictures.PacketWords = words.ref;
    }
    const all = doc.getPages();
    all.forEach((page, at) => {
      const { width, height } = page.getSize();
      let right = width - band.margin;
      const bottom = height - band.bottom;
      const label = t("Packet page {number} of {all}", { number: at + 1, all: all.length });
      const write = (said, points, y) => `BT /PacketFont ${points.toFixed(2)} Tf ${(right - font.width(said, points)).toFixed(2)} ${y.toFixed(2)} Td <${font.hex(said)}> Tj ET`;
      // What repeats on each page is an artifact, which screen readers leave out.
      const commands = [`/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC ${write(label, band.label, height - band.labelAt)} EMC`];
      const section = firsts.get(page);
      if (section && mark) {
        const box = [right - mark.width, bottom, right, bottom + mark.height];
        const drawn = drawPicture("PacketLogo", box);
        if (lines.length) commands.push(`/Artifact BMC ${drawn} EMC`); // the name is there as text
        else {
          const more = { Alt: PDFHexString.fromText(t("Logo")), A: { O: "Layout", BBox: box, Placement: "Block" } };
          const number = addElement(whole, context, page, section, "Figure", more);
          commands.push(`/Figure <</MCID ${number}>> BDC ${drawn} EMC`);
        }
        right = box[0] - 3 * MM;
      }
      if (section && fitted) {
        const { rows, size: points } = fitted;
        const more = { ActualText: PDFHexString.fromText(lines.join(", ")) }; // whatever the breaks between lines
        const number = addElement(whole, context, page, section, "P", more);
        const high = LEADING * points * rows.length;
        const drawn = words
          ? [drawPicture("PacketWords", [right - (words.width / words.height) * high, bottom, right, bottom + high])]
          : rows.map((row, place) => write(row, points, bottom + points * (0.1 + LEADING * (rows.length - 1 - place))));
        commands.push(`/P <</MCID ${number}>> BDC ${drawn.join("\n")} EMC`);
      }
      draw(doc, page, font, commands, section ? pictures : {});
    });

    const documentElement = { Type: "StructElem", S: "Document", P: whole.tree, K: whole.parts };
    context.assign(whole.document, context.obj(documentElement));
    const root = { Type: "StructTreeRoot", K: [whole.document], ParentTreeNextKey: whole.next };
    root.ParentTree = context.register(context.obj({ Nums: whole.parents }));
    if (whole.ids.length) {
      const key = ([id]) => id.asString(); // hexadecimal of one length a byte, so in the order of bytes
      const sorted = whole.ids.sort((one, other) => (key(one) < key(other) ? -1 : 1));
      root.IDTree = context.register(context.obj({ Names: sorted.flat() }));
    }
    context.assign(whole.tree, context.obj(root));
    catalog.set(name("StructTreeRoot"), whole.tree);
    await doc.flush();
    return { bytes: await doc.save({ updateFieldAppearances: false, addDefaultPage: false }), pages: all.length };
  };

  let address = "";
  part("make").addEventListener("click", async () => {
    part("make").disabled = true;
    status.textContent = t("Putting your packet together …");
    try {
      keep();
      const { bytes, pages } = await make();
      URL.revokeObjectURL(address);
      address = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
      for (const link of result.querySelectorAll("a")) link.href = address;
      result.hidden = false;
      status.textContent = t("Your packet is ready: {number} pages, {size} KB.", { number: pages, size: Math.round(bytes.length / 1000) });
    } catch (error) {
      status.textContent = error.message;
    }
    part("make").disabled = false;
  });

  form.addEventListener("input", show);
  for (const field of [part("name"), part("phone"), part("keep")]) field.addEventListener("change", keep);
  part("open").target = "_blank";
  form.hidden = false;
  form.previousElementSibling.hidden = true; // what readers without a script are offered
  show();
})();
