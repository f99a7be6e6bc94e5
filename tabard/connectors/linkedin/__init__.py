"""LinkedIn: the pages of organisations, never a member's own profile."""

from tabard.connectors.linkedin.connector import LinkedIn

__all__ = ["LinkedIn"]
