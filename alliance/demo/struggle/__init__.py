"""Listening and campaigns of the demonstration."""
