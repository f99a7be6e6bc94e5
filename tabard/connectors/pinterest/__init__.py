"""Pinterest: pictures with words, on boards."""

from tabard.connectors.pinterest.connector import Pinterest

__all__ = ["Pinterest"]
