"""The PDFs of a small site, built once; those of ours are in support/handouts.py."""

from __future__ import annotations

import pytest

from support.handouts import Pdfs, handout_site
from support.site import Built, build_site


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
