"""The command line, ``psychoed``: ``commands`` defines it, the other modules do the work."""

from psychoed.cli.commands import main

__all__ = ["main"]
