"""Pages to listen to: what is spoken of a page, how words are pronounced, and the recordings."""
