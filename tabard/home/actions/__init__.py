"""Loading the demonstration council, with the same actions that the pages use."""

from tabard.home.actions.loading import STORY, load
from tabard.home.actions.story import DemonstrationError

__all__ = ["STORY", "DemonstrationError", "load"]
