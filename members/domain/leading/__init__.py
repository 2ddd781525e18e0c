"""Leaders: how each moves on, which roles rotate, who could be next."""
