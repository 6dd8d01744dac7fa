"""From clusters and entries to HTML, by way of pandoc’s citeproc and a CSL style."""
