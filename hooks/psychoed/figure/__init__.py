"""Figures drawn from the facts file: what a figures file asks for, as SVG with a text that says the same."""
