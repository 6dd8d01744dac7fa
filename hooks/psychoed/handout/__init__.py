"""Sheets to print: fields an author types, steps from a page's HTML to a sheet's, and the lists that lead to them."""
