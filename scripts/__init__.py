"""What the Makefile runs; setup.py needs nothing installed."""
