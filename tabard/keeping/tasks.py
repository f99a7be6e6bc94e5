"""Wakes the worker for the older posts of one account."""

from procrastinate.contrib.django import app as queue

from tabard.common.http import open_http
from tabard.keeping import work
from tabard.keeping.models import Recall

# Seconds for everything that is asked of a network for a page.
DEADLINE = 30.0


@queue.task(queue="accounts")
def recall(recall_id: int) -> None:
    """Read one page of an account's older posts; the row says when the next is due."""
    found = Recall.objects.select_related("account__connection", "adoption")
    with open_http(deadline=DEADLINE) as http:
        work.recall(found.get(pk=recall_id), http=http)
