"""Where a reader mends a page or says what is wrong with it: addresses at GitHub, whose forms take words in advance."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class Mend:
    """The address at which a page's source is edited, and that of the issue form that already names the page."""

    edit: str
    report: str


def mend(repository: str, branch: str, path: str, title: str, address: str) -> Mend | None:
    """The two addresses for the page whose source stands at ``path`` from the repository's root; None without one.

    ``address`` is where the page is published, or below the site's root where that is not known. The form is
    .github/ISSUE_TEMPLATE/wrong.yml; its field ``page`` is filled in
    (docs.github.com, "Creating an issue from a URL query").
    """
    if not repository:
        return None
    home = repository.rstrip("/")
    query = urlencode({"template": "wrong.yml", "title": f"Mistake on: {title}", "page": f"{title} ({address})"})
    return Mend(f"{home}/edit/{quote(branch, safe='/')}/{quote(path)}", f"{home}/issues/new?{query}")
