"""Every page of the house, found through its viewers and seen in a real browser."""
