"""One person: who she is, whom she knows, all that happened with her."""
