"""Forms of the actions, by topic."""
