"""The networks of Meta, which are spoken to through one API: Facebook and Instagram."""

from tabard.connectors.meta.facebook import Facebook
from tabard.connectors.meta.instagram import Instagram

__all__ = ["Facebook", "Instagram"]
