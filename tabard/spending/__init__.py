"""What posts cost on networks that charge for them, and the most that may be spent in a month."""
