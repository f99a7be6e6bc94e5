"""What the worker does with people."""

from tabard.people.work.links import send_link

__all__ = ["send_link"]
