"""``python -m benchmarks.plain_pdfs``: ``mkdocs build`` whose PDFs WeasyPrint makes in the plainest way.

Each document is laid out once, in as many processes as there are cores, and fonts and style sheet are read anew for
each, as for a page that somebody prints by itself. No page is filled, and nothing is corrected.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from mkdocs.__main__ import cli

from psychoed.handouts import pdf, pdf_cache


def _do_nothing() -> None: ...


def _make_plain(html: str, own: tuple[str, ...] = ()) -> tuple[bytes, pdf.PdfResult]:
    from weasyprint import HTML

    pdf.load_style.cache_clear()
    shared = pdf.load_style(own)
    source = HTML(string=html, url_fetcher=shared.fetcher)
    options = {"pdf_forms": True, "pdf_variant": "pdf/ua-1"}
    document = source.render(stylesheets=[shared.css], font_config=shared.fonts, **options)
    data = document.write_pdf(**options) or b""
    return data, pdf.PdfResult(len(document.pages), len(data))


def _run_plain(job: pdf.Job) -> None:
    for change in ("change_line_breaks", "embed_only_used_glyphs"):
        setattr(pdf, change, _do_nothing)
    pdf.make_pdf = _make_plain
    pdf.run_job(job)


def _run_all(jobs: Sequence[pdf.Job]) -> None:
    with ProcessPoolExecutor(os.cpu_count() or 1) as processes:
        list(processes.map(_run_plain, sorted(jobs, key=lambda job: -len(job.html))))


if __name__ == "__main__":
    pdf_cache._run = _run_all
    sys.argv[1:] = ["build", "--quiet"]
    cli()
