"""Wakes the worker for one page that a message links to."""

from procrastinate.contrib.django import app as queue

from tabard.common.http import open_http
from tabard.composing import work
from tabard.composing.models import LinkedPage


@queue.task(queue="pages")
def read(page_id: int) -> None:
    """Read one page, unless that was done meanwhile."""
    page = LinkedPage.objects.filter(pk=page_id, read_at=None).first()
    if page is None:
        return
    # Nothing private is let in here, whatever else the operator allows: anybody can write a link.
    with open_http(
        deadline=work.DEADLINE, max_bytes=work.MOST_OF_ANSWER, allow_private=frozenset()
    ) as http:
        work.read_page(page, http=http)
