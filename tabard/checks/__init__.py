"""What may be wrong with a text before it goes out: one file per check, plain Python."""
