"""Tags for the sign-in pages."""
