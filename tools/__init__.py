"""What ``make`` runs: setting up, finding a browser, building and serving, keeping references.bib.

But for the last, which runs in .venv, nothing here needs a package installed.
"""

import sys
from pathlib import Path

# The generator's own modules, for a Python that was not told of hooks/.
sys.path.append(str(Path(__file__).resolve().parents[1] / "hooks"))
