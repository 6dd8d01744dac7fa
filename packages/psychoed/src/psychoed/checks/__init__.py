"""A page’s numbers, phrases and readability."""
