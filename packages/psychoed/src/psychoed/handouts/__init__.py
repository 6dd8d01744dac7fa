"""Pages made into handouts: fields, documents, PDFs."""
