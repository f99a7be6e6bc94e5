"""The pages on which messages are written and reviewed."""
