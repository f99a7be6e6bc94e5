"""What an officer of a council should not say, or not in this way: one file per check."""
