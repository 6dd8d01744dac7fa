"""Makes many PDFs: unchanged ones come from the cache, the others are made in parallel.

The key of a cached PDF is a hash of the document, with all it contains, and of ``fingerprint_renderer``.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from mkdocs_citeproc.cache import remove_unfinished
from psychoed.handouts.pdf import MACHINE, Job, PdfResult, fingerprint_renderer, hash_content

SECONDS = 60
"""CPU seconds for one document; ours take one. Wall-clock time may be five times as long."""
MEMORY = 3 << 30
"""Bytes of memory that a worker may use; ours use a tenth."""
_KEPT = 400  # unused files of each kind that stay in the cache


class PdfError(Exception):
    """A PDF could not be made; the message is for people. ``name`` is the PDF's if one document is at fault."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True)
class CachedPdf:
    """A PDF in the cache, with its preview if one was requested."""

    pdf: Path
    made: PdfResult

    @property
    def picture(self) -> Path:
        """The preview of its first page."""
        return self.pdf.with_suffix(".png")


class PdfCache:
    """Makes PDFs and caches them in ``folder``; ``fresh`` counts those that were made anew."""

    def __init__(self, folder: Path, pango: str) -> None:
        self.folder = folder
        self.edition = fingerprint_renderer(pango)
        self.fresh = 0

    def make(self, wanted: Mapping[str, tuple[str, bool]]) -> dict[str, CachedPdf]:
        """Return the PDFs of ``wanted``, which maps a name to its HTML and whether to make a preview."""
        jobs = {name: self._job(html, preview) for name, (html, preview) in wanted.items()}
        missing = list({job.to: job for job in jobs.values() if _read(job) is None}.values())
        self.fresh += len(missing)
        if missing:
            try:
                _run(missing)
            except _JobError as error:
                name = next((name for name, job in jobs.items() if job.to == error.job), "")
                raise PdfError(str(error), name) from error
        ready = {}
        for name, job in jobs.items():
            made = _read(job)
            if made is None:
                msg = f"The PDF of {name} could not be made or saved in {self.folder}."
                raise PdfError(msg)
            ready[name] = CachedPdf(Path(job.to).with_suffix(".pdf"), made)
        self._forget({Path(job.to).stem for job in jobs.values()})
        return ready

    def _job(self, html: str, preview: bool) -> Job:
        key = hashlib.sha256(json.dumps([self.edition, html, preview]).encode()).hexdigest()[:32]
        return Job(html, str(self.folder / key), preview)

    def _forget(self, used: set[str]) -> None:
        """Remove the oldest unused files if there are many, and files that were never finished."""
        remove_unfinished(self.folder)
        unused = [path for path in self.folder.glob("*.json") if path.stem not in used]
        for path in sorted(unused, key=lambda path: path.stat().st_mtime)[:-_KEPT]:
            for ending in (".json", ".pdf", ".png"):  # the record first: without it, the others are ignored
                path.with_suffix(ending).unlink(missing_ok=True)


def _read(job: Job) -> PdfResult | None:
    """Return the record of a finished job if its files are complete."""
    to = Path(job.to)
    try:
        record = json.loads(to.with_suffix(".json").read_text(encoding="utf-8"))
        files = record.pop("files")
        made = PdfResult(**{**record, "missing_glyphs": tuple(record["missing_glyphs"])})
        whole = all(hash_content(to.with_suffix(ending).read_bytes()) == was for ending, was in files.items())
        return made if whole and (not job.preview or ".png" in files) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _partition(jobs: Sequence[Job], workers: int) -> list[list[Job]]:
    """Divide the jobs among the workers with about equal work for each; long documents take long."""
    heaps: list[list[Job]] = [[] for _ in range(min(workers, len(jobs)))]
    for job in sorted(jobs, key=lambda job: (-len(job.html), job.to)):
        min(heaps, key=lambda heap: sum(len(each.html) for each in heap)).append(job)
    return heaps


class _JobError(Exception):
    """A worker ended before its work was done; ``job`` is the stem it had begun, if any."""

    def __init__(self, message: str, job: str) -> None:
        super().__init__(message)
        self.job = job


def _run(jobs: Sequence[Job]) -> None:
    """Run all jobs in separate processes, which share no state with this one."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "psychoed.handouts.pdf", str(SECONDS), str(MEMORY)]
    workers = []
    with ThreadPoolExecutor() as readers:
        try:
            for heap in _partition(jobs, os.cpu_count() or 1):
                worker = subprocess.Popen(  # noqa: S603
                    command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
                )
                work = json.dumps([asdict(job) for job in heap]).encode()
                # A worker limits itself; this limit is for systems that can't do so, and for workers that sleep.
                workers.append((worker, readers.submit(_finish, worker, work, SECONDS * 5 * len(heap))))
            for _, result in workers:
                result.result()
        finally:
            for worker, _ in workers:
                if worker.poll() is None:
                    worker.kill()


def _finish(worker: subprocess.Popen[bytes], work: bytes, seconds: float) -> None:
    """Send a worker its jobs and wait for its end. Raises _JobError if it did not finish them all."""
    late = False
    try:
        begun, message = worker.communicate(work, timeout=seconds)
    except subprocess.TimeoutExpired:
        late = True
        worker.kill()
        begun, message = worker.communicate()
    if worker.returncode:
        lines = [line for line in message.decode(errors="replace").splitlines() if line.strip()][-3:]
        job = next(reversed(begun.decode(errors="replace").splitlines()), "") if worker.returncode != MACHINE else ""
        raise _JobError(_why(worker.returncode, late) or " ".join(lines) or f"ended by {worker.returncode}", job)


def _why(code: int, late: bool) -> str:
    if late or code in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)):
        return f"it takes more than {SECONDS} seconds of work, or all memory"
    return ""
