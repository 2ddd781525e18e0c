"""Dates: the calendar, its files and its feeds."""
