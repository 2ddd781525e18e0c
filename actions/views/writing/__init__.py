"""Sequences, letters to a list, and the outbox."""
