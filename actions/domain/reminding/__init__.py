"""The sequence of an action: what leaves, to whom, when, and what becomes of it."""
