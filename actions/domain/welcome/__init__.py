"""On the day: who is here, on phones and on paper."""
