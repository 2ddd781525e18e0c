"""Actions of the demonstration, and what leaves for them."""
