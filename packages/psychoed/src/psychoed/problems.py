"""Problems that this package reports; those of a bibliography and of citations are mkdocs_citeproc's."""

from __future__ import annotations

from mkdocs_citeproc.problems import ProblemCode, Severity


class Code(ProblemCode):
    """Problems of pages, handouts and the built site; hooks/README.md has a heading for each one."""

    # front matter of a page
    BAD_FRONT_MATTER = ("bad-front-matter", Severity.ERROR)
    MISSING_METADATA = ("missing-metadata", Severity.ERROR)
    UNKNOWN_METADATA = ("unknown-metadata", Severity.ERROR)
    BAD_METADATA = ("bad-metadata", Severity.ERROR)
    # handouts
    BAD_FIELD = ("bad-field", Severity.ERROR)
    OVER_BUDGET = ("over-budget", Severity.WARNING)
    FULL_CARD = ("full-card", Severity.ERROR)
    FOREIGN_SIGN = ("foreign-sign", Severity.ERROR)
    PDF_FAILED = ("pdf-failed", Severity.ERROR)
    # the scores of a page
    BAD_SCORE = ("bad-score", Severity.ERROR)
    # text that pages share
    BAD_DEFINITION = ("bad-definition", Severity.ERROR)
    UNKNOWN_DEFINITION = ("unknown-definition", Severity.ERROR)
    BAD_TRIAL = ("bad-trial", Severity.ERROR)
    # how the pages read
    BAD_CAVEATS = ("bad-caveats", Severity.ERROR)
    # numbers, words and figures
    BAD_FACT = ("bad-fact", Severity.ERROR)
    UNCITED_NUMBER = ("uncited-number", Severity.WARNING)
    UNKNOWN_NUMBER = ("unknown-number", Severity.WARNING)
    BAD_WORDS = ("bad-words", Severity.ERROR)
    FORBIDDEN_PHRASE = ("forbidden-phrase", Severity.WARNING)
    VAGUE_LINK = ("vague-link", Severity.WARNING)
    BAD_FIGURE = ("bad-figure", Severity.ERROR)
    UNKNOWN_FIGURE = ("unknown-figure", Severity.ERROR)
    # the built site
    BROKEN_LINK = ("broken-link", Severity.ERROR)
    BROKEN_ANCHOR = ("broken-anchor", Severity.ERROR)
    REPEATED_ID = ("repeated-id", Severity.ERROR)
    BAD_SCRIPT = ("bad-script", Severity.ERROR)
    BAD_REDIRECT = ("bad-redirect", Severity.ERROR)
    # settings in mkdocs.yml
    BAD_SETTING = ("bad-setting", Severity.ERROR)
    LOW_CONTRAST = ("low-contrast", Severity.ERROR)
    # what must not be in the built site
    UNSAFE_HTML = ("unsafe-html", Severity.ERROR)
    MISSING_SNIPPET = ("missing-snippet", Severity.ERROR)
    UNSAFE_SVG = ("unsafe-svg", Severity.ERROR)
    FOREIGN_FILE = ("foreign-file", Severity.ERROR)
    SAME_ADDRESS = ("same-address", Severity.ERROR)
    ODD_CHARACTER = ("odd-character", Severity.ERROR)
    UNBUILDABLE_PAGE = ("unbuildable-page", Severity.ERROR)
    # external links and DOIs, checked only by `psychoed links`
    DEAD_LINK = ("dead-link", Severity.ERROR)
    UNSEEN_LINK = ("unseen-link", Severity.WARNING)
    REFUSED_LINK = ("refused-link", Severity.INFO)
    UNKNOWN_DOI = ("unknown-doi", Severity.ERROR)
    NOT_ASKED = ("not-asked", Severity.WARNING)
    BAD_LINK_LIST = ("bad-link-list", Severity.ERROR)
