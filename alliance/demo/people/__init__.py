"""Residents, groups, dues and leaders of the demonstration."""
