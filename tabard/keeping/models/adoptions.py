"""An account that exists already becomes the council's: proposed, agreed, connected."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from tabard.accounts.models import (
    LONGEST_PUBLIC_NAME,
    Account,
    AccountKind,
    Presentation,
    Ticket,
    network_name,
)
from tabard.common.lifecycle import Lifecycle
from tabard.council.models import Service
from tabard.people.models import Person

LONGEST_REASON = 2_000
LONGEST_PROFILE = 500
LONGEST_HANDLE = 300


class AdoptionState(models.TextChoices):
    """Where the adoption of an account is."""

    PROPOSED = "proposed", "With the programme team"
    SENT_BACK = "sent_back", "Sent back to whoever proposed it"
    AGREED = "agreed", "Agreed, to be connected"
    CONNECTED = "connected", "Connected: the council's"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


ADOPTION_LIFECYCLE = Lifecycle(
    AdoptionState.PROPOSED,
    agree=({AdoptionState.PROPOSED}, AdoptionState.AGREED),
    decline=({AdoptionState.PROPOSED}, AdoptionState.DECLINED),
    send_back=({AdoptionState.PROPOSED}, AdoptionState.SENT_BACK),
    propose_again=({AdoptionState.SENT_BACK}, AdoptionState.PROPOSED),
    give_more_time=({AdoptionState.AGREED}, AdoptionState.AGREED),
    connect=({AdoptionState.AGREED}, AdoptionState.CONNECTED),
    withdraw=(
        {AdoptionState.PROPOSED, AdoptionState.SENT_BACK, AdoptionState.AGREED},
        AdoptionState.WITHDRAWN,
    ),
)


class Brought(models.TextChoices):
    """Whose account it was until now."""

    OWN = "own", "My own, under my name"
    PSEUDONYM = "pseudonym", "My own, under another name"
    TEAM = "team", "A team's or a service's"
    CORPORATE = "corporate", "The whole council's"


# Those that somebody owned; nobody but they can bring them in.
OWN = frozenset({Brought.OWN, Brought.PSEUDONYM})
KINDS = {Brought.TEAM: AccountKind.TEAM, Brought.CORPORATE: AccountKind.CORPORATE}


class OlderPosts(models.TextChoices):
    """What the posts from before the adoption count as."""

    OUTSIDE = "outside", "They stay outside: the council does not answer for them"
    INCLUDED = "included", "They count as the council's"


class Adoption(models.Model):
    """Somebody's proposal that an account which exists becomes the council's."""

    proposer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="adoptions")
    # Who can sign in to it today, and connects it.
    connects = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    brought = models.CharField(max_length=20, choices=Brought)
    network = models.CharField(max_length=50)
    handle = models.CharField(max_length=LONGEST_HANDLE)
    public_name = models.CharField(max_length=LONGEST_PUBLIC_NAME, blank=True)
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shows_people = models.BooleanField(default=True)
    # What its profile on the network will say, as agreed.
    profile = models.TextField(max_length=LONGEST_PROFILE)
    older_posts = models.CharField(max_length=20, choices=OlderPosts)
    # When the owner agreed that residents are told; nobody owned an account of several people.
    consented_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=AdoptionState, default=AdoptionState.PROPOSED)
    proposed_at = models.DateTimeField()
    # Everybody above and below those who bring it in, as it was when somebody decided.
    line = ArrayField(models.BigIntegerField(), default=list)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Those of the council's reasons for which it was declined or sent back, and words beside them.
    reasons = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    # The name and the profile that the panel would agree to, where it sends a proposal back.
    offered_name = models.CharField(max_length=LONGEST_PUBLIC_NAME, blank=True)
    offered_profile = models.TextField(max_length=LONGEST_PROFILE, blank=True)
    # Since when it is with whoever has it now, and how often they were reminded.
    waits_since = models.DateTimeField(default=timezone.now)
    reminders = models.PositiveSmallIntegerField(default=0)
    ticket = models.OneToOneField(
        Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="adoption"
    )
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "network",
                Lower("handle"),
                condition=models.Q(state__in=["proposed", "sent_back", "agreed"]),
                name="one_adoption_under_way_per_account",
            ),
            models.CheckConstraint(
                name="adoption_not_decided_by_its_proposer",
                condition=~models.Q(decided_by=models.F("proposer")),
            ),
            models.CheckConstraint(
                name="adoption_not_decided_by_who_connects_it",
                condition=~models.Q(decided_by=models.F("connects")),
            ),
            models.CheckConstraint(
                name="adoption_not_decided_in_its_own_line",
                condition=~models.Q(line__contains=[models.F("decided_by")]),
            ),
            models.CheckConstraint(
                name="own_account_comes_from_its_owner_who_consents",
                condition=~models.Q(brought__in=["own", "pseudonym"])
                | models.Q(connects=models.F("proposer"), consented_at__isnull=False),
            ),
            models.CheckConstraint(
                name="adoption_without_people_or_of_several_has_a_public_name",
                condition=models.Q(brought="own", shows_people=True) | ~models.Q(public_name=""),
            ),
            models.CheckConstraint(
                name="agreed_adoption_has_its_ticket",
                condition=~models.Q(state__in=["agreed", "connected"])
                | models.Q(ticket__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="connected_adoption_has_its_account",
                condition=~models.Q(state="connected") | models.Q(account__isnull=False),
            ),
            models.CheckConstraint(
                name="declined_adoption_says_why",
                condition=~models.Q(state="declined")
                | ~models.Q(reason="")
                | ~models.Q(reasons=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.handle.removeprefix('@')}"

    @property
    def keeps_names_as(self) -> str:
        """What its handle is kept for, until the account is the council's or will not be."""
        return f"adoption {self.pk}"

    @property
    def network_name(self) -> str:
        """The network's name for people."""
        return network_name(self.network)

    @property
    def was_somebody_s_own(self) -> bool:
        """Whether one person owned it until now."""
        return self.brought in OWN

    @property
    def why_not(self) -> str:
        """Why it was declined or sent back, in one text."""
        return " ".join(filter(None, [*self.reasons, self.reason]))

    def go(self, move: str) -> None:
        """Make a move; whoever has the proposal now begins to let it wait."""
        self.state = AdoptionState(ADOPTION_LIFECYCLE.after(self.state, move))
        self.waits_since, self.reminders = timezone.now(), 0

    @property
    def name(self) -> str:
        """What residents will call it."""
        return self.public_name or self.proposer.name

    @property
    def agreed(self) -> Presentation:
        """How the account is presented once it is connected."""
        kind = KINDS.get(Brought(self.brought), AccountKind.PERSONAL)
        return Presentation(kind, self.public_name, self.service, self.shows_people)
