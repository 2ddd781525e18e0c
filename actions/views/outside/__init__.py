"""Pages without account: replies, preferences, public pages, links."""
