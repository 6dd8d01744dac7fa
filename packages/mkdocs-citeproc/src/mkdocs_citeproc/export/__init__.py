"""Sources and pages in the forms that other programs read."""
