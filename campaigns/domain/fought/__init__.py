"""Demands, targets, negotiations, petitions: what a campaign does."""
