"""Where the rooms meet the world: MkDocs, Python-Markdown, files, pandoc, the log."""
