"""What the worker does with people."""

from tabard.people.work.links import invitation_email, link_email, want_link

__all__ = ["invitation_email", "link_email", "want_link"]
