"""What the product costs in time and queries, as ratios and counts in one run: `make bench`."""
