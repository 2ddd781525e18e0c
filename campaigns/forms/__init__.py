"""Forms of listening and campaigns, by topic."""
