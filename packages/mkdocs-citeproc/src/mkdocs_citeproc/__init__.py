"""mkdocs_citeproc."""
