"""One file per network, and the contract they all keep. Plain Python: no Django, no settings."""
