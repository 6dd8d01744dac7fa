"""Checks of a page's numbers, phrases and readability."""
