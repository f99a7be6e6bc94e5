"""The network inside the product."""
