"""The check-in, on phones and on paper."""
