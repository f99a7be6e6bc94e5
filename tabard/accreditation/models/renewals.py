"""Renewals: looking back, the line manager's word, and an accreditation that goes on."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.accreditation.models.accreditations import Accreditation
from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person

LAST_SECOND = time(23, 59, 59)
MONTHS_IN_A_YEAR = 12


class RenewalState(models.TextChoices):
    """Where a renewal is on its way."""

    OPEN = "open", "With the person"
    SENT = "sent", "With the line manager"
    SENT_BACK = "sent_back", "Sent back to the person"
    ASKED = "asked", "With the programme team"
    RENEWED = "renewed", "Renewed"
    GIVEN_UP = "given_up", "Not wanted"
    OVERTAKEN = "overtaken", "Overtaken"


WITH_THE_PERSON = {RenewalState.OPEN, RenewalState.SENT_BACK}
TO_BE_RENEWED = WITH_THE_PERSON | {RenewalState.SENT, RenewalState.ASKED}

RENEWAL_LIFECYCLE = Lifecycle(
    RenewalState.OPEN,
    send=(WITH_THE_PERSON, RenewalState.SENT),
    send_back=({RenewalState.SENT, RenewalState.ASKED}, RenewalState.SENT_BACK),
    endorse=({RenewalState.SENT}, RenewalState.RENEWED),
    ask=({RenewalState.SENT}, RenewalState.ASKED),
    renew=({RenewalState.ASKED}, RenewalState.RENEWED),
    give_up=(TO_BE_RENEWED, RenewalState.GIVEN_UP),
    overtake=(TO_BE_RENEWED, RenewalState.OVERTAKEN),
)


def _not_by(who: str, other: str) -> models.Q:
    return ~models.Q((who, models.F(other)))


class Renewal(models.Model):
    """One time that somebody's accreditation is to go on: what they say of it, and who agrees."""

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="renewals"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="renewals")
    state = models.CharField(max_length=20, choices=RenewalState, default=RenewalState.OPEN)
    opened_at = models.DateTimeField()
    # Since when it is with whoever has it now, and on which day they were last reminded.
    waits_since = models.DateTimeField()
    chased_on = models.DateField(null=True, blank=True)
    # With how many days left the person was last told; none, once the last day has moved.
    told_with = models.PositiveSmallIntegerField(null=True, blank=True)
    # When people were told that the accreditation had run out meanwhile.
    lapse_told_at = models.DateTimeField(null=True, blank=True)
    # The answers as they were sent, each with its question as it was put.
    answers = models.JSONField(default=list, blank=True)
    # What is not right any more of what was agreed on; nothing, if all of it is.
    changes = models.TextField(max_length=2_000, blank=True)
    minutes_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Everybody above and below the person, as it was when somebody last decided something.
    line = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # The words with which it was sent back.
    reason = models.TextField(max_length=2_000, blank=True)
    # Who of the programme team wants to look at it before it is renewed, and why.
    looks = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    looks_because = models.TextField(max_length=2_000, blank=True)
    endorsed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The line manager, where somebody else stood in.
    endorsed_for = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    endorsed_at = models.DateTimeField(null=True, blank=True)
    # What they agreed to by that, in the words of the day.
    agreed_to = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    # Why the programme team was asked, in sentences.
    against = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Until when the accreditation ran, and until when it was renewed.
    was_until = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["accreditation"],
                condition=models.Q(state__in=sorted(TO_BE_RENEWED)),
                name="one_renewal_under_way_per_accreditation",
            ),
            models.CheckConstraint(
                name="renewal_not_endorsed_by_its_person",
                condition=_not_by("endorsed_by", "person"),
            ),
            models.CheckConstraint(
                name="renewal_not_looked_at_by_its_person", condition=_not_by("looks", "person")
            ),
            models.CheckConstraint(
                name="renewal_not_decided_by_its_person", condition=_not_by("decided_by", "person")
            ),
            models.CheckConstraint(
                name="renewal_not_decided_by_whoever_endorsed_it",
                condition=_not_by("decided_by", "endorsed_by"),
            ),
            models.CheckConstraint(
                name="renewal_not_decided_in_its_own_line",
                condition=~models.Q(line__contains=[models.F("decided_by")]),
            ),
            models.CheckConstraint(
                name="renewal_sent_with_a_review",
                condition=~models.Q(state__in=["sent", "sent_back", "asked", "renewed"])
                | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="renewal_sent_back_with_words",
                condition=~models.Q(state="sent_back") | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="renewal_asked_or_renewed_with_an_endorsement",
                condition=~models.Q(state__in=["asked", "renewed"])
                | models.Q(endorsed_by__isnull=False, endorsed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="renewed_until_a_later_day",
                condition=models.Q(
                    state="renewed", until__isnull=False, until__gt=models.F("was_until")
                )
                & models.Q(was_until__isnull=False)
                | (~models.Q(state="renewed") & models.Q(until=None, was_until=None)),
            ),
            models.CheckConstraint(
                name="looked_at_for_a_reason",
                condition=models.Q(looks=None, looks_because="")
                | (models.Q(looks__isnull=False) & ~models.Q(looks_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"renewal of {self.person}"

    def go(self, move: str) -> None:
        """Make a move; whoever has the renewal now begins to let it wait."""
        self.state = RENEWAL_LIFECYCLE.after(self.state, move)
        self.waits_since, self.chased_on = timezone.now(), None

    @property
    def draft_of_review(self) -> str:
        """What a draft is about in which its person looks back."""
        return f"renewal {self.pk}"

    @property
    def is_with_the_person(self) -> bool:
        """Whether it is the person's turn."""
        return self.state in WITH_THE_PERSON

    @property
    def is_under_way(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in TO_BE_RENEWED


class Night(models.Model):
    """One nightly run, and how much it did: whoever finds its row leaves that night alone."""

    on = models.DateField(unique=True)
    ended_at = models.DateTimeField()
    put_off = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    reminded = models.PositiveIntegerField(default=0)
    lapsed = models.PositiveIntegerField(default=0)
    chased = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"night of {self.on}"


def end_of(on: date) -> datetime:
    """Give the last second of a day, in the council's own time."""
    return datetime.combine(on, LAST_SECOND, tzinfo=timezone.get_current_timezone())


def renewed_until(until: datetime, now: datetime, months: int) -> datetime:
    """Give the last day of a renewal: counted from the old one, so that nobody loses by haste.

    Whoever has lapsed begins today.
    """
    begins = timezone.localdate(max(until, now))
    years, month = divmod(begins.month - 1 + months, MONTHS_IN_A_YEAR)
    year, month = begins.year + years, month + 1
    last = monthrange(year, month)[1]
    return end_of(date(year, month, min(begins.day, last)))


def days_left(until: datetime, today: date) -> int:
    """Give how many days an accreditation still runs; fewer than none, once it has run out."""
    return (timezone.localdate(until) - today).days


def step_of(left: int, steps: Collection[int]) -> int | None:
    """Give the reminder that is due with so many days left: the latest of those that have come."""
    return min((step for step in steps if step >= left), default=None)


def against_renewal(renewal: Renewal, *, open_concerns: int, proposed_down: bool) -> Sequence[str]:
    """Give in sentences why the programme team is asked; nothing, if the manager's word is enough.

    A council asks them seldom, so that it is quick for everybody else.
    """
    found = []
    if renewal.looks is not None:
        found.append(f"{renewal.looks} of the programme team wants to look at it first.")
    if renewal.changes:
        found.append("What was agreed on has changed.")
    if open_concerns:
        found.append("A concern is open." if open_concerns == 1 else "Concerns are open.")
    if proposed_down:
        found.append("A move down the ladder is proposed.")
    return found
