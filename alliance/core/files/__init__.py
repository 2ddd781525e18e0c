"""Files received, files kept, files made."""
