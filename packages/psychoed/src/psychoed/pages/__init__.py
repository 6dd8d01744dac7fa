"""Page metadata: front matter, kinds, reviews, feed, search terms."""
