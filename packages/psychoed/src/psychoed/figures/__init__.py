"""Figures drawn as SVG from facts."""
