"""Measurements, never tests: what citations cost, as ratios in one run."""
