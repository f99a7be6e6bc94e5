"""What is asked about who holds an account."""
