"""What a page says about itself: its kind, its readers, who wrote and checked it, and when it is due for review."""
