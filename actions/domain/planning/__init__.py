"""From a goal to lists of names: pledges, roles, what to prepare, who needs what."""
