"""Dates as people say them, periods, clear days and holidays."""
