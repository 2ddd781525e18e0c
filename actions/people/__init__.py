"""What the list of people takes from the actions: filters, gestures, lists."""
