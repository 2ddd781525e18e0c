"""Filters of the lists of campaigns and colères."""
