"""Who may, among people, and what follows from what they are."""
