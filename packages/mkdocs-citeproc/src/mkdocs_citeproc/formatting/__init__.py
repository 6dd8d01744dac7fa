"""Formatting of clusters and entries as HTML, by pandoc's citeproc and a CSL style."""
