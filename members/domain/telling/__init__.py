"""Figures of the people's room."""
