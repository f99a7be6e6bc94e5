"""What everybody can read, see and hear: one file per check."""
