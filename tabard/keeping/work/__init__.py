"""What the worker does about accounts that change hands."""

from tabard.keeping.work.recalling import recall

__all__ = ["recall"]
