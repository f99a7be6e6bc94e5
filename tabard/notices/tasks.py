"""Wakes the worker for e-mails that are to be sent."""

from procrastinate.contrib.django import app as queue

from tabard.notices.work import sending


@queue.task(queue="emails")
def send(email_ids: list[int]) -> None:
    """Send these e-mails; if one has to wait, its row says until when."""
    sending.send(email_ids)
