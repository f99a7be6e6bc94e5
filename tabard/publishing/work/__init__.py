"""What the worker does with one delivery, and what it writes down about it."""

from tabard.publishing.work.rows import begin_removal, call_off, expire, hold, trip
from tabard.publishing.work.steps import post_of, take_further

__all__ = ["begin_removal", "call_off", "expire", "hold", "post_of", "take_further", "trip"]
