"""What ``make`` runs: setting up, finding a browser, building and serving, keeping references.bib.

But for the last, which runs in .venv, nothing here needs a package installed.
"""

import sys
from pathlib import Path

# Our own packages, for a Python in which they are not installed.
sys.path += [str(path) for path in (Path(__file__).resolve().parents[1] / "packages").glob("*/src")]
