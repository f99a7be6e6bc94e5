"""Messages on their way to accounts, their confirmation and their removal."""
