"""What ``make`` runs: setting up, finding a browser, building and serving, keeping references.bib.

But for the last, which runs in .venv, nothing here needs a package installed.
"""
