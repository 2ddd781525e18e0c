"""The pages of one action, from the idea to the bilan."""
