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
    if (button.dataset.move === "up") row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    button.focus();
    status.textContent = t("{title}: place {number} of {all}", {
      title: row.dataset.title,
      number: rows().indexOf(row) + 1,
      all: rows().length,
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
    for (const kid of kids instanceof PDFArray ? kids.asArray() : [tree.get(name("K"))]) {
      if (numbers) whole.kids.push(...prune(source, copier, kid, refs, whole));
      else whole.kids.push(copier.copy(kid));
    }

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
    return added;
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

  // Words that the font lacks are drawn by the browser, as a picture.
  const pictureOf = (lines) => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const font = 'bold 44px "Atkinson Hyperlegible Next", sans-serif';
    pen.font = font;
    canvas.width = Math.ceil(Math.max(...lines.map((line) => pen.measureText(line).width))) + 4;
    canvas.height = 60 * lines.length;
    pen.font = font;
    pen.textAlign = "right";
    lines.forEach((line, at) => pen.fillText(line, canvas.width - 2, 46 + 60 * at));
    return canvas.toDataURL("image/png");
  };

  // Draws on a page what is no part of its text: artifacts, which screen readers leave out, as they repeat.
  const draw = (doc, page, font, commands, pictures) => {
    const { PDFName } = PDFLib;
    const { context } = doc;
    page.node.normalize();
    page.node.wrapContentStreams(context.getPushGraphicsStateContentStream(), context.getPopGraphicsStateContentStream());
    page.node.setFontDictionary(font.key, font.font);
    for (const [key, ref] of Object.entries(pictures)) page.node.setXObject(PDFName.of(key), ref);
    const stream = `/Artifact BMC\nq 0 g ${commands.join("\n")} Q\nEMC`;
    page.node.addContentStream(context.register(context.stream(stream)));
  };

  const make = async () => {
    if (!window.PDFLib) await load("pdf-lib.min.js");
    const { PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber } = PDFLib;
    const about = await (await get("packet.json")).json();
    const paper = form.querySelector("[name='paper']:checked").value;
    const size = form.querySelector("[name='size']:checked").value;
    const names = chosen().map((row) => row.dataset.name);

    const doc = await PDFDocument.create({ updateMetadata: false });
    doc.setTitle(about.title, { showInWindowTitleBar: true });
    doc.setLanguage(document.documentElement.lang || "en");
    const whole = { tree: doc.context.nextRef(), kids: [], parents: [], fields: [], next: 0, last: -1 };
    const firsts = [];
    for (const [at, each] of names.entries()) {
      const bytes = await (await get(`${about.files[each]}-${paper}${size}.pdf`)).arrayBuffer();
      const source = await PDFDocument.load(bytes, { updateMetadata: false });
      firsts.push(append(whole, doc, source, null, at + 1)[0]);
    }
    if (part("notes").checked) {
      const wanted = names.map((each) => about.notes.pages[each]).filter((page) => page !== undefined);
      if (wanted.length) {
        const bytes = await (await get(`${about.notes.file}-${paper}.pdf`)).arrayBuffer();
        append(whole, doc, await PDFDocument.load(bytes, { updateMetadata: false }), wanted, names.length + 1);
      }
    }

    const { context, catalog } = doc;
    const name = PDFName.of;
    for (const kid of whole.kids) context.lookup(kid, PDFDict).set(name("P"), whole.tree);
    const parentTree = context.register(context.obj({ Nums: whole.parents }));
    const root = { Type: "StructTreeRoot", K: whole.kids, ParentTree: parentTree, ParentTreeNextKey: whole.next };
    context.assign(whole.tree, context.obj(root));
    catalog.set(name("StructTreeRoot"), whole.tree);
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

    const font = await embedFont(doc, about.font);
    const lines = [part("name").value.trim(), part("phone").value.trim()].filter(Boolean);
    const pictures = {};
    let mark = null;
    if (logo) {
      mark = await doc.embedPng(logo);
      pictures.PacketLogo = mark.ref;
    }
    let words = null;
    if (lines.length && !lines.every(font.has)) {
      words = await doc.embedPng(pictureOf(lines));
      pictures.PacketWords = words.ref;
    }
    const all = doc.getPages();
    all.forEach((page, at) => {
      const { width, height } = page.getSize();
      let right = width - 16 * MM;
      const label = t("Packet page {number} of {all}", { number: at + 1, all: all.length });
      const text = (said, size, x, y) => `BT /PacketFont ${size} Tf ${x.toFixed(2)} ${y.toFixed(2)} Td <${font.hex(said)}> Tj ET`;
      const commands = [text(label, 8.5, right - font.width(label, 8.5), height - 11 * MM)];
      if (firsts.includes(page)) {
        if (mark) {
          const scale = Math.min((34 * MM) / mark.width, (9 * MM) / mark.height);
          const [wide, high] = [mark.width * scale, mark.height * scale];
          commands.push(`q ${wide.toFixed(2)} 0 0 ${high.toFixed(2)} ${(right - wide).toFixed(2)} ${(height - 21.7 * MM).toFixed(2)} cm /PacketLogo Do Q`);
          right -= wide + 3 * MM;
        }
        if (words) {
          const high = 4.6 * MM * lines.length;
          const wide = (words.width / words.height) * high;
          commands.push(`q ${wide.toFixed(2)} 0 0 ${high.toFixed(2)} ${(right - wide).toFixed(2)} ${(height - 21.7 * MM).toFixed(2)} cm /PacketWords Do Q`);
        } else {
          lines.forEach((line, row) => {
            const y = height - (21.4 - 4.6 * (lines.length - 1 - row)) * MM;
            commands.push(text(line, 11, right - font.width(line, 11), y));
          });
        }
      }
      draw(doc, page, font, commands, firsts.includes(page) ? pictures : {});
    });
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
