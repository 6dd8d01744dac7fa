"""formatting."""
