"""What the rules of an assembly mean, on its day."""
