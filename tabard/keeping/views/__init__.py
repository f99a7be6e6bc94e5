"""The pages about who holds which account."""
