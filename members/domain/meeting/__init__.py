"""Exchanges and what was promised in them, and who looks after whom."""
