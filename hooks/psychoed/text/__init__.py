"""What a page's own words say: its numbers held against the facts file, its phrases against a list of words."""
