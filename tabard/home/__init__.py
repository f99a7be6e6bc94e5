"""First page: what waits for you."""
