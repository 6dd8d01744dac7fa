"""The commands that ``make`` runs: set-up, finding a browser, building, serving, editing references.bib.

Except for the commands that run in .venv, nothing here needs an installed package.
"""

import sys
from pathlib import Path

# Makes our own packages importable by a Python in which they are not installed.
sys.path += [str(path) for path in (Path(__file__).resolve().parents[1] / "packages").glob("*/src")]
