"""Calls: lists, sheets of paper, and the caller's own page."""
