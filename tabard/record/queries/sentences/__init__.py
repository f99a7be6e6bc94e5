"""What every kind of entry says: each kind has its sentence."""

from tabard.record.queries.sentences.accounts import ACCOUNTS
from tabard.record.queries.sentences.posts import POSTS
from tabard.record.queries.sentences.steps import STEPS

__all__ = ["SENTENCES"]

SENTENCES = {**STEPS, **POSTS, **ACCOUNTS}
