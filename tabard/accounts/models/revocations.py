"""Access that the council has given up, until its network has ended it."""

import json
from collections.abc import Mapping

from django.db import models

from tabard.accounts.models.accounts import Account
from tabard.common.sealed import Sealed

LONGEST_LEFT = 500


class Revocation(Sealed):
    """Access that nothing here uses any more; what opens it is kept to have it ended, no longer.

    When the network was asked, or could not be, what opens it is thrown away, and what is left for
    a person to do stays.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="revocations")
    server = models.CharField(max_length=300)
    since = models.DateTimeField()
    # When the worker is to ask the network next.
    try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    left_to_do = models.CharField(max_length=LONGEST_LEFT, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="access_given_up_is_kept_until_it_is_ended_and_no_longer",
                condition=models.Q(ended_at=None, try_at__isnull=False)
                | models.Q(ended_at__isnull=False, try_at=None, sealed=b""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_at"],
                condition=models.Q(try_at__isnull=False),
                name="accounts_revocation_to_try",
            ),
        ]

    def __str__(self) -> str:
        return f"access to {self.account} that was given up"

    @property
    def secrets(self) -> Mapping[str, str]:
        """What opens the access until it is ended."""
        opened: dict[str, str] = json.loads(self.show())
        return opened

    @secrets.setter
    def secrets(self, secrets: Mapping[str, str]) -> None:
        self.hide(json.dumps(dict(secrets)).encode())

    @property
    def place(self) -> str:
        """Where what is sealed belongs."""
        return f"access to account {self.account_id}, given up"
