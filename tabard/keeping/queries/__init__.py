"""Questions about who holds what."""
