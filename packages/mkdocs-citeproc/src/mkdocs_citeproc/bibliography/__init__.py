"""BibTeX entries: reading, checking, writing and importing them."""
