"""Many people: search, lists, gestures, exports, likely duplicates."""
