"""``python -m psychoed`` is the same as ``psychoed``."""

from psychoed.cli import main

main(prog_name="psychoed")
