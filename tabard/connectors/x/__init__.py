"""X, which was Twitter: its API v2, for which the council pays by the call."""

from tabard.connectors.x.connector import X

__all__ = ["X"]
