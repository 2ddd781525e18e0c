"""The préfecture: what must be declared, until when, and the paper."""
