"""Makes PDFs of HTML with WeasyPrint: PDF/UA-1 with form fields, reproducible, without loading anything but our fonts.

Runs in worker processes (``python -m psychoed.handouts.pdf``), which do not import MkDocs. They read one job at a time
from a line of standard input as JSON, write its files, and print a line. What all handouts share, their fonts and the
parsed style sheet, is loaded once per process: unpacking the fonts takes longer than drawing most handouts.
"""

from __future__ import annotations

import gc
import hashlib
import io
import json
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs_citeproc.cache import write_atomically
from psychoed.handouts.pdf_lines import change_line_breaks
from psychoed.handouts.pdf_pages import fill_pages
from psychoed.handouts.pdf_tags import fix_tags
from psychoed.handouts.transforms import FONT, mirror_style


def embed_only_used_glyphs() -> None:
    """Make WeasyPrint subset all fonts; call once per process.

    It embeds the fonts of form fields whole, but ours are drawn with a standard font (``pdf_tags.py``).
    """
    from weasyprint.pdf.fonts import Font

    Font.used_in_forms = property(lambda _: False, lambda _, __: None)  # pyright: ignore[reportAttributeAccessIssue]


SHEET = Path(__file__).resolve().parent / "sheet"
MACHINE = 3
"""Exit status for an error of the machine, not of the document."""
_PREVIEW_WIDTH = 260
_GREY = 128  # the step from one grey to the next
_RIGHT_TO_LEFT = re.compile(r'<!doctype html><html[^>]* dir="rtl"')
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Job:
    """A document to make: its HTML, the stem of its files, whether to draw its first page too, and the site's fonts."""

    html: str
    to: str
    preview: bool
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PdfResult:
    """The result of a job: pages, bytes, characters missing from our fonts or other fonts used, overfull cards."""

    pages: int
    size: int
    missing_glyphs: tuple[str, ...] = ()
    full_cards: int = 0


FONT_FILES = tuple(
    (name, weight, style, f"atkinson-hyperlegible-next-{part}-{weight}-{style}.woff2")
    for part, name in (("latin", ""), ("latin-ext", " Ext"))
    for weight in (400, 700)
    for style in ("normal", "italic")
)
"""Our fonts: what follows the family's name, weight, style, and file."""
OWN_FONT = f"{FONT} Own"
"""The family of the fonts that a site adds for letters that ours lack."""


def list_fonts(own: Sequence[str] = ()) -> Iterator[tuple[str, int, str, Path]]:
    """Yield the family, weight, style and file of each font: ours, and the site's regular and bold one."""
    for name, weight, style, file in FONT_FILES:
        yield f"{FONT}{name}", weight, style, SHEET / "fonts" / file
    for weight, path in zip((400, 700), own, strict=False):
        yield OWN_FONT, weight, "normal", Path(path)


def add_own_font(style: str) -> str:
    """Return a style sheet that takes letters that our fonts lack from the site's."""
    return style.replace(f'"{FONT} Ext"', f'"{FONT} Ext", "{OWN_FONT}"')


def write_font_faces(own: Sequence[str] = ()) -> str:
    """Return the CSS rules for our fonts and the site's own."""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{path.as_uri()}") }}\n'
        for family, weight, style, path in list_fonts(own)
    )


def fingerprint_renderer(pango: str) -> str:
    """Return a hash of all that affects a PDF: our code, styles and fonts, and the versions of the libraries."""
    own = [Path(__file__), *sorted(Path(__file__).parent.glob("pdf_*.py")), *sorted(SHEET.rglob("*"))]
    read = hashlib.sha256(f"{version('weasyprint')} {version('pydyf')} {version('pypdfium2')} {pango}".encode())
    for path in own:
        if path.is_file():
            read.update(path.name.encode() + b"\0" + path.read_bytes())
    return read.hexdigest()


@dataclass(frozen=True, slots=True)
class SharedStyle:
    """What all handouts of a process share: the parsed style sheet, the fonts, and what may be loaded."""

    css: Any
    fonts: Any
    fetcher: Any


@cache
def load_style(own: tuple[str, ...] = (), *, mirrored: bool = False) -> SharedStyle:
    """Load the fonts, ours and the site's, and the style sheet, mirrored or not, once per process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    change_line_breaks()
    embed_only_used_glyphs()
    allowed = {path.as_uri() for _, _, _, path in list_fonts(own)}

    class OurFonts(URLFetcher):  # type: ignore[misc]
        """Loads these fonts and pictures embedded in the document, nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            # The whole address is compared: file:///…/sheet/../../etc begins as ours do.
            if url not in allowed and not _PICTURE.match(url):
                msg = f"a handout may not load anything, and this one asked for {url[:200]}"
                raise ValueError(msg)
            return super().fetch(url, headers)

    fonts, fetcher = FontConfiguration(), OurFonts()
    sheet = (SHEET / "sheet.css").read_text(encoding="utf-8")
    sheet = mirror_style(sheet) if mirrored else sheet
    style = write_font_faces(own) + (add_own_font(sheet) if own else sheet)
    return SharedStyle(CSS(string=style, font_config=fonts, url_fetcher=fetcher), fonts, fetcher)


def make_pdf(html: str, own: tuple[str, ...] = ()) -> tuple[bytes, PdfResult]:
    """Return the PDF of a document, and the result to report; ``own`` are the site's fonts."""
    from weasyprint import HTML

    shared = load_style(own, mirrored=_RIGHT_TO_LEFT.match(html) is not None)
    source = HTML(string=html, url_fetcher=shared.fetcher, base_url=None)
    for element in source.etree_element.iter():
        element.attrib.pop("rel", None)  # WeasyPrint attaches the target of rel="attachment" to the PDF

    def render() -> Any:
        return source.render(stylesheets=[shared.css], font_config=shared.fonts, pdf_forms=True, pdf_variant="pdf/ua-1")

    document = fill_pages(source.etree_element, render(), render)
    questions = {
        element.get("name"): element.get("data-question", "")
        for element in source.etree_element.iter("input")
        if element.get("type") == "radio"
    }

    links = {
        element.get("href", "").removeprefix("#"): " ".join("".join(element.itertext()).split())
        for element in source.etree_element.iter("a")
        if element.get("href", "").startswith("#")
    }

    def finish(_: Any, pdf: Any) -> None:
        fix_tags(pdf, document.pages[0].height * 0.75, questions, links)

    identifier = hashlib.sha256(html.encode()).digest()[:16]
    data = document.write_pdf(pdf_forms=True, pdf_variant="pdf/ua-1", pdf_identifier=identifier, finisher=finish)
    families = {font.family for font in document.fonts.values()}
    strange = sorted(name for name in families if not name.startswith(FONT))
    missing_glyphs = _missing_glyphs("".join(source.etree_element.itertext()), own) or tuple(strange) if strange else ()
    return data, PdfResult(len(document.pages), len(data), missing_glyphs, _full_cards(document))


def _missing_glyphs(text: str, own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the characters in ``text`` that none of the fonts has."""
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for path in [path for _, weight, style, path in list_fonts(own) if (weight, style) == (400, "normal")]:
        with TTFont(path, lazy=True) as font:
            known |= (font.getBestCmap() or {}).keys()
    return tuple(sorted(sign for sign in set(text) if not sign.isspace() and ord(sign) not in known))


def _full_cards(document: Any) -> int:
    """Return the number of cards with more content than fits."""
    count = 0
    for page in document.pages:
        for box in page._page_box.descendants():
            element = getattr(box, "element", None)
            is_place = element is not None and box.element_tag == "div" and "place" in element.get("class", "").split()
            if is_place and box.children:  # an author's own may be empty
                card = box.children[0]
                bottom = max((child.position_y + child.margin_height() for child in card.children), default=0)
                count += bottom > card.content_box_y() + card.height + 0.5
    return count


def draw_preview(pdf: bytes) -> bytes:
    """Return a small WebP picture of the first page in three greys; more take up to twice the bytes."""
    import pypdfium2
    from PIL import Image

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=2 * _PREVIEW_WIDTH / page.get_width(), grayscale=True).to_pil()
    height = round(picture.height * _PREVIEW_WIDTH / picture.width)
    small = picture.resize((_PREVIEW_WIDTH, height), Image.Resampling.LANCZOS)
    small = small.point([min(round(grey / _GREY) * _GREY, 255) for grey in range(256)])
    out = io.BytesIO()
    small.save(out, "WEBP", lossless=True, quality=100, method=4)  # 6 saves 0.2 % and takes 200 times as long
    return out.getvalue()


def hash_content(content: bytes) -> str:
    """Return a hash of a file's content."""
    return hashlib.sha256(content).hexdigest()


def run_job(job: Job) -> PdfResult:
    """Run ``job``. Each file is written atomically, the record last, with the hashes of the others."""
    data, made = make_pdf(job.html, job.fonts)
    to = Path(job.to)
    to.parent.mkdir(parents=True, exist_ok=True)
    files = {".pdf": data, **({".webp": draw_preview(data)} if job.preview else {})}
    for ending, content in files.items():
        write_atomically(to.with_suffix(ending), content)
    record = {**asdict(made), "files": {ending: hash_content(content) for ending, content in files.items()}}
    write_atomically(to.with_suffix(".json"), json.dumps(record).encode())
    return made


def limit(seconds: int, memory: int) -> None:
    """Limit this process to ``seconds`` of CPU time and ``memory`` bytes, where the system can."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows: pdf_jobs.py ends a worker by the clock
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = {
        resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime) + seconds,
        resource.RLIMIT_AS: memory,
    }
    for kind, soft in wanted.items():
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):  # macOS has the second but refuses it
            resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def main() -> None:
    """Print a line when ready, run the jobs from standard input, one a line, and print a line after each.

    Two optional arguments are the seconds of CPU time and the bytes of memory that one job may take.
    """
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    limits = [int(each) for each in sys.argv[1:3]]
    gc.disable()  # looking for cycles among a layout's million objects takes a fifth of the time
    print("ready", flush=True)
    for line in sys.stdin:  # ends when the build closes it, or is killed
        given = json.loads(line)
        job = Job(**{**given, "fonts": tuple(given.get("fonts", ()))})
        if len(limits) == 2:
            limit(*limits)
        try:
            run_job(job)
        except MemoryError:
            sys.exit("it takes more memory than a handout may")
        except RecursionError:
            sys.exit("its elements are nested too deep")
        except OSError as error:
            hint = "Free some space, or allow writing there."
            print(f"{error.filename or job.to}: {error.strerror or error}. {hint}", file=sys.stderr)
            sys.exit(MACHINE)
        print(job.to, flush=True)
        gc.collect()


if __name__ == "__main__":
    main()
