"""Names of people: a small model of how they stand in posts, and lists of names and places."""
