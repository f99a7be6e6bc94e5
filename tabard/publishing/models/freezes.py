"""Freezes, by which no post goes: of anybody, of one service, on one account; and exceptions."""

from django.db import models

from tabard.accounts.models import Account
from tabard.common.lifecycle import Lifecycle
from tabard.composing.models import Message
from tabard.council.models import Service
from tabard.people.models import Person
from tabard.publishing.models.deliveries import LONGEST_REASON


class Scope(models.TextChoices):
    """How much a freeze stops."""

    EVERYTHING = "everything", "Everything: every post of everybody"
    SERVICE = "service", "The posts of one service"
    ACCOUNT = "account", "The posts on one account"


class FreezeState(models.TextChoices):
    """How far a freeze is."""

    ASKED = "asked", "Waits for a second person"
    STANDING = "standing", "Frozen"
    DROPPED = "dropped", "Not frozen: given up"
    THAWED = "thawed", "Over"


F = FreezeState
FREEZE_LIFECYCLE = Lifecycle(
    F.ASKED,
    begin=({F.ASKED}, F.STANDING),
    drop=({F.ASKED}, F.DROPPED),
    thaw=({F.STANDING}, F.THAWED),
)


class Freeze(models.Model):
    """One freeze, from the moment at which somebody asked for it to the one at which it ended."""

    scope = models.CharField(max_length=10, choices=Scope)
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=FreezeState, default=F.ASKED)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # Who set it going: whoever asked for it, or a second person.
    begun_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    # May be said afterwards: in an emergency the button comes first.
    why = models.TextField(max_length=LONGEST_REASON, blank=True)
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="freeze_is_of_everything_one_service_or_one_account",
                condition=models.Q(scope="everything", service=None, account=None)
                | models.Q(scope="service", service__isnull=False, account=None)
                | models.Q(scope="account", service=None, account__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["scope", "service", "account"],
                condition=models.Q(state__in=["asked", "standing"]),
                nulls_distinct=False,
                name="one_freeze_at_a_time_of_the_same",
            ),
            models.CheckConstraint(
                name="freeze_that_stood_says_since_when_and_by_whom",
                condition=~models.Q(state__in=["standing", "thawed"])
                | models.Q(begun_at__isnull=False, begun_by__isnull=False),
            ),
            models.CheckConstraint(
                name="freeze_that_is_over_says_when_and_by_whom",
                condition=models.Q(state__in=["asked", "standing"], ended_at=None, ended_by=None)
                | models.Q(
                    state__in=["dropped", "thawed"],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="freeze_ends_with_its_reason",
                condition=~models.Q(state="thawed") | ~models.Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"freeze of {self.of_what}"

    @property
    def of_what(self) -> str:
        """What is frozen, as a part of a sentence."""
        if self.service is not None:
            return f"posts by {self.service}"
        if self.account is not None:
            return f"posts on {self.account} ({self.account.network_name})"
        return "all posts"


class Passage(models.Model):
    """That a post goes although posts are frozen, because it cannot wait."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="passage")
    # Whose post it is, so that the database can hold that somebody else lets it go.
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    because = models.TextField(max_length=LONGEST_REASON)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="passage_not_given_by_the_author",
                condition=~models.Q(by=models.F("author")),
            ),
            models.CheckConstraint(name="passage_says_why", condition=~models.Q(because="")),
        ]

    def __str__(self) -> str:
        return f"passage of {self.message}"


def passes(message: Message) -> bool:
    """Say whether a post was let pass as it was approved last."""
    passage, approved_at = getattr(message, "passage", None), message.approved_at
    return passage is not None and approved_at is not None and passage.at >= approved_at
