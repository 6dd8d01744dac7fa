"""Citations in a page's Markdown: what a cluster is, where clusters stand, and what was surely meant to be one."""
