"""Wakes the worker for links that are to be sent."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from tabard.people import work

# Tried again after 8, 16, 32, 64 and 128 seconds; whoever still waits asks for another.
AGAIN = RetryStrategy(max_attempts=6, exponential_wait=2, wait=6)


@queue.task(queue="emails", retry=AGAIN)
def send_link(email: str) -> None:
    """Send a link to set a password to this address, if it is somebody's who can sign in."""
    work.send_link(email)
