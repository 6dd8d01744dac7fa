"""Builds under conditions that no one wishes for, on a copy of this repository: ``make torture``.

Each trial says what was done, what should happen and what did. A build either works, and then gives the bytes that an
undisturbed one gives, or ends with a message for people and leaves site/ as it was; and it writes nowhere else.
"""
