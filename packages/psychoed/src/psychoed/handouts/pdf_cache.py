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
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock, Timer
from typing import IO, cast

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
        return self.pdf.with_suffix(".webp")


class PdfCache:
    """Makes PDFs and caches them in ``folder``; ``fresh`` counts those that were made anew."""

    def __init__(self, folder: Path, pango: str, fonts: Sequence[Path] = ()) -> None:
        self.folder = folder
        self.fonts = tuple(str(path) for path in fonts)
        self.edition = [fingerprint_renderer(pango), *(hash_content(path.read_bytes()) for path in fonts)]
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
        key = hashlib.sha256(json.dumps([*self.edition, html, preview]).encode()).hexdigest()[:32]
        return Job(html, str(self.folder / key), preview, self.fonts)

    def _forget(self, used: set[str]) -> None:
        """Remove the oldest unused files if there are many, and files that were never finished."""
        remove_unfinished(self.folder)
        unused = [path for path in self.folder.glob("*.json") if path.stem not in used]
        for path in sorted(unused, key=lambda path: path.stat().st_mtime)[:-_KEPT]:
            for ending in (".json", ".pdf", ".webp"):  # the record first: without it, the others are ignored
                path.with_suffix(ending).unlink(missing_ok=True)


def _read(job: Job) -> PdfResult | None:
    """Return the record of a finished job if its files are complete."""
    to = Path(job.to)
    try:
        record = json.loads(to.with_suffix(".json").read_text(encoding="utf-8"))
        files = record.pop("files")
        made = PdfResult(**{**record, "missing_glyphs": tuple(record["missing_glyphs"])})
        whole = all(hash_content(to.with_suffix(ending).read_bytes()) == was for ending, was in files.items())
        return made if whole and (not job.preview or ".webp" in files) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


class _JobError(Exception):
    """A job could not be done; ``job`` is its stem if the document is at fault."""

    def __init__(self, message: str, job: str) -> None:
        super().__init__(message)
        self.job = job


class _Worker:
    """A process that makes one PDF after another and shares no state with this one."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, "-m", "psychoed.handouts.pdf", str(SECONDS), str(MEMORY)]
        self.messages = TemporaryFile()  # noqa: SIM115  closed in close()
        self.process = subprocess.Popen(  # noqa: S603
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.messages
        )
        self.requests = cast("IO[bytes]", self.process.stdin)
        self.replies = cast("IO[bytes]", self.process.stdout)
        self.late = False

    def run_all(self, jobs: Iterator[Job], lock: Lock) -> None:
        """Take jobs until none are left. Raises _JobError if one cannot be done."""
        if not self._wait():
            raise self._explain("")  # it did not even start
        while True:
            with lock:
                job = next(jobs, None)
            if job is None:
                return
            with suppress(OSError):  # it ended before it could read the job
                self.requests.write(json.dumps(asdict(job)).encode() + b"\n")
                self.requests.flush()
            if not self._wait():
                raise self._explain(job.to)

    def _wait(self) -> bytes:
        """Return the process's next line, or nothing if it ended."""
        # A worker limits itself; the clock is for systems that can't do so, and for workers that sleep.
        clock = Timer(SECONDS * 5, self._stop)
        clock.start()
        try:
            return self.replies.readline()
        finally:
            clock.cancel()

    def _stop(self) -> None:
        self.late = True
        self.process.kill()

    def _explain(self, job: str) -> _JobError:
        code = self.process.wait()
        if self.late or code in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)):
            return _JobError(f"it takes more than {SECONDS} seconds of work, or all memory", job)
        self.messages.seek(0)
        lines = [line for line in self.messages.read().decode(errors="replace").splitlines() if line.strip()][-3:]
        return _JobError(" ".join(lines) or f"ended by {code}", job if code != MACHINE else "")

    def close(self) -> None:
        """End the process, which has nothing more to do or is no longer wanted."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.requests, self.replies, self.messages):
            with suppress(OSError):  # the pipe may hold a job that nobody reads
                stream.close()


def _run(jobs: Sequence[Job]) -> None:
    """Run all jobs in a pool of processes, the longest first, so that none is left for the end."""
    queue = iter(sorted(jobs, key=lambda job: (-len(job.html), job.to)))
    lock = Lock()
    workers = [_Worker() for _ in range(min(os.cpu_count() or 1, len(jobs)))]
    try:
        with ThreadPoolExecutor(len(workers)) as threads:
            running = [threads.submit(worker.run_all, queue, lock) for worker in workers]
            try:
                for each in running:
                    each.result()
            except BaseException:
                for worker in workers:
                    worker.process.kill()
                raise
    finally:
        for worker in workers:
            worker.close()
