"""How hard a page reads: a hint for which sentence to look at, never a target to write to."""
