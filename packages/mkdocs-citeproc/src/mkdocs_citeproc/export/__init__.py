"""Export of sources and pages in formats that other programs read."""
