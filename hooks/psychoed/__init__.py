"""The generator behind the site: citations, page trust and their problems, as small rooms.

``problems``, ``source`` and ``values`` say what is wrong and where. ``bibliography`` reads and checks BibTeX.
``citation`` finds clusters in a page. ``style`` formats clusters and entries through pandoc's citeproc. ``export``
writes sources and pages in the forms that other programs read. ``page`` knows front matter and review dates,
``facts`` the numbers of studies, ``text`` a page's words, ``figure`` draws, ``readability`` counts, ``handout`` makes
sheets, and ``site`` follows the links of what was built. All of these are pure: text and values in, values and
problems out. ``edge`` alone imports MkDocs and Python-Markdown, reads files, starts pandoc and logs. Imports point
inwards (tests/test_rooms.py keeps it so).
"""
