"""psychoed."""
