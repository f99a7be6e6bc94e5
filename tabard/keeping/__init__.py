"""Who holds which account of the council: shared, adopted, handed over."""
