"""What residents may see, and how the check decides; nothing here asks the database."""
