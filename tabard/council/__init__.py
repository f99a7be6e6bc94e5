"""Services and everything a council sets for itself."""
