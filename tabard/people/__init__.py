"""Staff, roles and sign-in."""
