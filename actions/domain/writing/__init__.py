"""One message to a list of people, written by hand."""
