"""Telling people what concerns them, and what they do with it."""

from tabard.notices.actions.following import FOLLOWING_LOCK, follow
from tabard.notices.actions.reading import mark_page_read, mark_read

__all__ = ["FOLLOWING_LOCK", "follow", "mark_page_read", "mark_read"]
