"""What is done with people and their sign-in."""
