"""What messages cost where networks charge for posts."""

from collections.abc import Iterable

from tabard.composing.models import Message, Version
from tabard.spending.models import Bill
from tabard.spending.queries import bill_of


def cost_of(message: Message, versions: Iterable[Version]) -> Bill:
    """Give what a message costs that is put together, beside what is spent in its month."""
    posts = [(one.account, one.posts) for one in versions]
    return bill_of(posts, described=len(message.alts), at=message.due_at)
