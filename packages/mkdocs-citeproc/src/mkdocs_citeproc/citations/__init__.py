"""Citation clusters in a page: find, parse and check them."""
