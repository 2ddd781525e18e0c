"""The local mailbox, where messages arrive when nothing is sent outside."""
