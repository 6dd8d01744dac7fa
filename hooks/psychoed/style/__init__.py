"""Clusters and entries formatted by a CSL style: what pandoc is asked, what it answers, what APA wants mended."""
