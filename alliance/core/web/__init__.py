"""What a visitor may do, and where one goes back."""
