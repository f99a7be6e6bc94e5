"""What needs no person: reading a folder, drawing questions, setting text."""
