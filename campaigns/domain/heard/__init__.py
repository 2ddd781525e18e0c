"""From a door to a heap: what people say, and what is alike in it."""
