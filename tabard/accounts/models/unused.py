"""Leave that somebody gave on a network, until they have said for which account."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models

from tabard.common.sealed import Sealed
from tabard.common.secrets import WrongKeyError
from tabard.people.models import Person

# How long somebody has to say for which account they gave leave.
LEAVE_IS_KEPT = timedelta(hours=1)


class UnusedLeave(Sealed):
    """Leave that waits for its person's answer; without one it is given back and thrown away."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=50)
    server = models.CharField(max_length=300)
    # Until then it can be used; from then on it is the worker's, who is to try next at `try_at`.
    until = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="unused_leave_is_given_back_after_it_could_be_used",
                condition=models.Q(try_at__gte=models.F("until")),
            ),
        ]
        indexes = [models.Index(fields=["try_at"], name="accounts_unused_leave_to_try")]

    def __str__(self) -> str:
        return f"unused leave of {self.person} on {self.network}"

    @property
    def opens(self) -> dict[str, Mapping[str, Any]]:
        """What opens each account for which leave was given, by its stable identifier."""
        opened: dict[str, Mapping[str, Any]] = json.loads(self.show())
        return opened

    @opens.setter
    def opens(self, opens: dict[str, Mapping[str, Any]]) -> None:
        self.hide(json.dumps(opens).encode())

    @property
    def opens_or_nothing(self) -> dict[str, Mapping[str, Any]] | None:
        """What opens each account; nothing if its key is gone meanwhile."""
        try:
            return self.opens
        except WrongKeyError:
            return None

    @property
    def place(self) -> str:
        """Where what is sealed belongs."""
        return f"unused leave of {self.person_id} on {self.network}"
