"""All PDFs that are tested: those of a small site, and those of ours, each built once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from support.handouts import Pdfs, handout_site
from support.site import ROOT, Built, build_site


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site, built strictly."""
    result = build_site(handout_site(tmp_path_factory.mktemp("bread")), strict=True)
    assert result.ended is None, result.ended
    return result


@pytest.fixture(scope="session")
def pdfs(built: Built) -> Pdfs:
    """The small site's PDFs."""
    return Pdfs(built.site)


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Pdfs:
    """Our site's PDFs, kept from other builds where nothing changed."""
    folder = tmp_path_factory.mktemp("ours")
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)]
    environment = {**os.environ, "SITE_URL": "https://prt.example/site/", "PDF": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "handouts: " in line] == []
    return Pdfs(folder)
