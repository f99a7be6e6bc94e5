"""The history that every stage writes to."""
