"""Sources and pages in the forms that other programs read: pure functions from records to text."""
