"""What other systems sign in with: tokens of which only a hash is kept."""

import hashlib
import secrets
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tabard.people.models.person import Person

# What every token begins with, so that it is known for what it is where it does not belong.
BEGINNING = "tabard_"
SECRET_BYTES = 32


class Scope(models.TextChoices):
    """What a token lets another system do."""

    STAFF = "staff", "Enter and change the staff"
    GROUPS = "groups", "Tell of groups, which may give roles"


class ApiToken(models.Model):
    """One token of another system, until a time."""

    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_tokens")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    # When administrators were told that whoever made it is not one of them any more.
    maker_lost_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="api_token_runs_out", condition=models.Q(until__gt=models.F("made_at"))
            ),
            models.UniqueConstraint(
                "name",
                name="one_open_api_token_of_a_name",
                condition=models.Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def keeps_staff(self) -> bool:
        """Whether the system enters and changes the staff."""
        return Scope.STAFF in self.scopes

    @property
    def keeps_groups(self) -> bool:
        """Whether the system tells of groups."""
        return Scope.GROUPS in self.scopes

    @property
    def may(self) -> str:
        """What it may do, in words."""
        return ", ".join(str(scope.label).lower() for scope in Scope if scope in self.scopes)

    def is_good(self, now: datetime) -> bool:
        """Say whether it can be used now."""
        return self.ended_at is None and now < self.until


def new_secret() -> str:
    """Make what another system signs in with: 256 bits that nobody guesses."""
    return f"{BEGINNING}{secrets.token_urlsafe(SECRET_BYTES)}"


def digest_of(secret: str) -> str:
    """Give the hash under which a token is kept; it is random, so that it needs no slow one."""
    return hashlib.sha256(secret.encode()).hexdigest()
