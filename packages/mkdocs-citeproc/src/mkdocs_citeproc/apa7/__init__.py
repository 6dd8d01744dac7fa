"""Rules of the APA Publication Manual (7th edition) that a CSL style cannot express.

The interface is in ``fixes``, called once before pandoc and then on its output:

- ``prepare_request`` changes the request before pandoc runs: entries (CSL JSON), cluster texts and the style.
- ``finish_cluster`` and ``finish_reference`` change the formatted inlines of a cluster and of a reference.
- ``finish_page`` changes the finished HTML of a page.

Other styles pass through all four unchanged. Each fix is one function, whose docstring shows what it makes APA print.
Numbers such as 8.17 are sections of the Publication Manual.
"""

APA = "http://www.zotero.org/styles/apa"
"""The style's id (its ``<id>``) to which the fixes apply."""
