"""Showing how far an import is while its own transaction is still open."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections

from tabard.people.models import StaffImport

SAY = "UPDATE people_staffimport SET steps_done = %s WHERE id = %s"


class Progress:
    """Counts steps, and says each over a connection of its own: others see it at once.

    What the import itself writes is seen only at its end, all of it or nothing.
    """

    def __init__(self, say: Callable[[int], object]) -> None:
        self._say, self._done = say, 0

    def step(self) -> None:
        """Note that one more is done."""
        self._done += 1
        self._say(self._done)

    def each[T](self, things: Iterable[T], every: int) -> Iterator[T]:
        """Pass things on, with a step for every so many of them."""
        for number, thing in enumerate(things, start=1):
            yield thing
            if number % every == 0:
                self.step()

    @classmethod
    @contextmanager
    def of(cls, taken: StaffImport, steps: int) -> Iterator[Self]:
        """Begin to count."""
        taken.steps_done, taken.steps = 0, steps
        taken.save(update_fields=["steps_done", "steps"])
        own = connections[DEFAULT_DB_ALIAS].copy()

        def say(done: int) -> None:
            with own.cursor() as cursor:
                cursor.execute(SAY, [done, taken.pk])

        try:
            yield cls(say)
        finally:
            own.close()
