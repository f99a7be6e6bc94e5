"""The networks of Meta, which are spoken to through one API: Pages of Facebook."""

from tabard.connectors.meta.facebook import Facebook

__all__ = ["Facebook"]
