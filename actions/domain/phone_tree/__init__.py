"""Calls: lists shared between those who know people, and links without account."""
