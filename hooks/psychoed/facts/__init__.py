"""The numbers of studies that a site may print, each with its source: one file, from which pages and figures draw."""
