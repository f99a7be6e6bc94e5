"""What people do about who holds an account."""

from tabard.keeping.actions.holding import add_holder, end_holding, open_shared, present

__all__ = ["add_holder", "end_holding", "open_shared", "present"]
