"""Handouts: fields, documents, PDFs."""
