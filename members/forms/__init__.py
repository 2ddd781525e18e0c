"""Forms of the people's room, by topic."""
