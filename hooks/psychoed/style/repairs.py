"""Where CSL stops short of APA 7: small mends on pandoc's output, each named after what it restores.

Each takes the inlines of one formatted cluster and gives back mended ones. They apply to APA only: another style's
output is its own business. decisions/0002-pandoc-citeproc.md says why these are ours to do.
"""

from __future__ import annotations

from psychoed.style.pandoc_ast import Node, children

APA = "http://www.zotero.org/styles/apa"
"""The id of the style (its `<id>`) for which these repairs are made."""


def and_in_running_text(cite: Node) -> Node:
    """*Gordon and Ziv (2021)* in running text; CSL has one form only and prints "&" (APA Publication Manual, 8.17).

    Only the author's part, before the bracket, is running text.
    """
    if cite["c"][0][0]["citationMode"]["t"] != "AuthorInText":
        return cite
    mended = []
    for nth, node in enumerate(inlines := children(cite)):
        if node["t"] == "Link" or (node["t"] == "Str" and "(" in node["c"]):
            mended += inlines[nth:]
            break
        mended.append({"t": "Str", "c": "and"} if node == {"t": "Str", "c": "&"} else node)
    return {"t": "Cite", "c": [cite["c"][0], mended]}


def mend_cluster(cite: Node, style_id: str) -> Node:
    """All repairs that the style asks for, in order."""
    return and_in_running_text(cite) if style_id == APA else cite
