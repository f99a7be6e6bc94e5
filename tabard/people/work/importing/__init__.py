"""Importing staff from a file: read it, plan what it would change, apply the plan."""
