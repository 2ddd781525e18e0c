"""Votes in assembly, in the room and by link."""
