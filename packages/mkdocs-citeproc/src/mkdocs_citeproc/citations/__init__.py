"""Citation clusters in a page: finding them, reading them, saying what is wrong with them."""
