"""The pages of people and their sign-in."""
