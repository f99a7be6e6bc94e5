"""What people write, how it will look, and its review."""
