"""The access that was granted to an account, and how well it works."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.accounts.models.accounts import Account
from tabard.common.sealed import Sealed
from tabard.connectors import api
from tabard.people.models import Person

# From when on people read that an access runs out.
SOON = timedelta(days=14)
LONGEST_TROUBLE = 500


class Health(models.TextChoices):
    """How well an account can be reached."""

    LOST = "lost", "Connection lost"
    OVER = "over", "Has run out"
    DOUBT = "doubt", "In doubt"
    SOON = "soon", "Runs out soon"
    PAUSED = "paused", "Waits for the network"
    TROUBLE = "trouble", "Had trouble"
    WORKING = "working", "Working"
    NONE = "none", "No access"


class Connection(Sealed):
    """The access that was granted to an account. What opens it is sealed."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="connection")
    connected_at = models.DateTimeField()
    connected_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What leave was given for, each in words that follow “to”; empty where somebody entered it.
    rights = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    # When it ends unless a person connects the account again; None where it renews itself.
    ends_at = models.DateTimeField(null=True, blank=True)
    # When the network answered last, and what was wrong since, in words.
    worked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=LONGEST_TROUBLE, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)
    # How much of a hundred the network still takes of what is written and of what is read, as it
    # said last, and from when on it takes all again.
    writes_left = models.PositiveSmallIntegerField(null=True, blank=True)
    writes_until = models.DateTimeField(null=True, blank=True)
    reads_left = models.PositiveSmallIntegerField(null=True, blank=True)
    reads_until = models.DateTimeField(null=True, blank=True)
    # When the network said last by which handle the account goes, and when to ask it next.
    seen_at = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True)
    # Why the account may not be what it was, as far as that was found out when it was looked at.
    doubt = models.CharField(max_length=LONGEST_TROUBLE, blank=True)
    doubted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="doubt_has_a_time",
                condition=models.Q(doubt="", doubted_at=None)
                | (~models.Q(doubt="") & models.Q(doubted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="what_is_left_is_of_a_hundred",
                condition=(models.Q(writes_left=None) | models.Q(writes_left__lte=100))
                & (models.Q(reads_left=None) | models.Q(reads_left__lte=100)),
            ),
            models.CheckConstraint(
                name="trouble_has_a_time",
                condition=models.Q(trouble="", trouble_at=None)
                | (~models.Q(trouble="") & models.Q(trouble_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"connection of {self.account}"

    @property
    def secrets(self) -> Mapping[str, str]:
        """What the network asks for at every call."""
        opened: dict[str, str] = json.loads(self.show())
        return opened

    @secrets.setter
    def secrets(self, secrets: Mapping[str, str]) -> None:
        self.hide(json.dumps(dict(secrets)).encode())
        self.ends_at = end_of(secrets)

    def takes_again(self, now: datetime, *, writes: bool) -> datetime | None:
        """Say from when on the network takes anything again; nothing if it takes it now."""
        left = self.writes_left if writes else self.reads_left
        until = self.writes_until if writes else self.reads_until
        return until if left == 0 and until is not None and until > now else None

    @property
    def allowances(self) -> list[tuple[str, int, datetime]]:
        """What the network still takes of what is posted and read, and until when that holds."""
        told = [
            ("post", self.writes_left, self.writes_until),
            ("read", self.reads_left, self.reads_until),
        ]
        return [
            (what, left, until)
            for what, left, until in told
            if left is not None and until is not None and until > timezone.now()
        ]

    @property
    def lacks(self) -> list[str]:
        """What leave is asked for today and was not when it was given, in the same words."""
        connector = api.all_connectors().get(self.account.network)
        if not self.rights or connector is None or not issubclass(connector, api.AsksLeave):
            return []
        return [why for why in connector.rights().values() if why not in self.rights]

    @property
    def place(self) -> str:
        """Where what is sealed belongs."""
        return f"connection of account {self.account_id}"


def end_of(secrets: Mapping[str, str]) -> datetime | None:
    """Give when access ends that nothing renews, as connectors write it: seconds since 1970."""
    said = secrets.get("expires_at", "")
    if "refresh_token" in secrets or not said.isdecimal():
        return None
    try:
        return datetime.fromtimestamp(int(said), UTC)
    except (OverflowError, ValueError, OSError):
        return None
