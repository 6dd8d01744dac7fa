"""What ``make`` runs: setting up, finding a browser, building and serving. Nothing here needs a package installed."""
