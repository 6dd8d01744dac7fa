"""Builds under adverse conditions, on a copy of this repository: ``make torture``.

Each trial has a description, what should happen and what did. A build must either succeed, with the bytes of an
undisturbed build, or fail with a readable message and leave site/ unchanged; and it must write nowhere else.
"""
