"""What a source is, how a .bib file is read, what the house asks of an entry: text in, entries and problems out."""
