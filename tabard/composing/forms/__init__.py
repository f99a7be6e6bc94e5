"""What authors and reviewers fill in."""

from tabard.composing.forms.messages import MessageForm
from tabard.composing.forms.reviews import SendBackForm

__all__ = ["MessageForm", "SendBackForm"]
