"""BibTeX entries: parse, check, write and import."""
