"""What a page says about itself: front matter, kind, review, feed, search."""
