"""What the rooms below and the dashboard hear of actions, through registered handlers."""
