"""What people are told of what concerns them, and the e-mails that tell them of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from tabard.common.lifecycle import Lifecycle
from tabard.people.models import Person
from tabard.record.models import Entry

LONGEST_WORDS = 2_500
LONGEST_PROBLEM = 500


class Group(models.TextChoices):
    """What a notice is to the person who is told."""

    WAITING = "waiting", "What waits for you"
    MINE = "mine", "What happened to yours"
    LOOKED_AFTER = "looked_after", "What you look after"


class Pace(models.TextChoices):
    """How soon somebody is e-mailed."""

    SOON = "soon", "As things happen"
    DAILY = "daily", "Once a day"
    NEVER = "never", "Never"


class EmailKind(models.TextChoices):
    """Why an e-mail is written when it is."""

    URGENT = "urgent", "Urgent"
    SOON = "soon", "As things happen"
    DAILY = "daily", "Once a day"
    EXAMPLE = "example", "Example"
    LINK = "link", "Link to set a password"
    INVITATION = "invitation", "Invitation"


# These stand by themselves, about no notices; somebody asked for them.
ASKED_FOR = frozenset({EmailKind.EXAMPLE, EmailKind.LINK, EmailKind.INVITATION})


class Example(models.TextChoices):
    """Which e-mail an example is of."""

    ONE = "one", "About one thing"
    SEVERAL = "several", "About several things"
    DAILY = "daily", "Daily"
    URGENT = "urgent", "Urgent"


class Hours(models.TextChoices):
    """Whose quiet hours somebody keeps."""

    COUNCIL = "council", "Those of the council"
    OWN = "own", "Hours of my own"
    NONE = "none", "None: e-mail me at any time"


class Preferences(models.Model):
    """When somebody wants to be e-mailed; without a row, as a new person would."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="email_preferences"
    )
    waiting = models.CharField(max_length=10, choices=Pace, default=Pace.SOON)
    mine = models.CharField(max_length=10, choices=Pace, default=Pace.SOON)
    looked_after = models.CharField(max_length=10, choices=Pace, default=Pace.DAILY)
    hours = models.CharField(max_length=10, choices=Hours, default=Hours.COUNCIL)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    # Whether the quiet hours of their own leave weekends and days off quiet, too.
    quiet_days_off = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="own_quiet_hours_have_a_beginning_and_an_end",
                condition=~models.Q(hours=Hours.OWN)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"when {self.person} is e-mailed"

    def pace_of(self, group: str) -> Pace:
        """Give how soon the person wants to hear of a group of notices."""
        return Pace(getattr(self, group))


class EmailState(models.TextChoices):
    """How far an e-mail has come."""

    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"
    DROPPED = "dropped", "Not needed any more"


LIFECYCLE = Lifecycle(
    EmailState.QUEUED,
    claim=({EmailState.QUEUED, EmailState.SENDING}, EmailState.SENDING),
    accept=({EmailState.SENDING}, EmailState.SENT),
    put_off=({EmailState.QUEUED, EmailState.SENDING}, EmailState.QUEUED),
    fail=({EmailState.SENDING}, EmailState.FAILED),
    drop=({EmailState.QUEUED, EmailState.SENDING}, EmailState.DROPPED),
    retry=({EmailState.FAILED}, EmailState.QUEUED),
)
COLOURS = {
    EmailState.QUEUED: "yellow",
    EmailState.SENDING: "yellow",
    EmailState.SENT: "green",
    EmailState.FAILED: "red",
    EmailState.DROPPED: "grey",
}
ENDS = (EmailState.SENT, EmailState.FAILED, EmailState.DROPPED)


class Email(models.Model):
    """One e-mail to one person; its words are made when it is sent, and not kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="emails")
    kind = models.CharField(max_length=10, choices=EmailKind)
    state = models.CharField(max_length=10, choices=EmailState, default=EmailState.QUEUED)
    # The same at every try, so that a mail program shows it once should it arrive twice.
    message_id = models.CharField(max_length=300, unique=True)
    made_at = models.DateTimeField()
    # When to try next, or to look again if a worker has it; empty at the end.
    try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Whether a try may have arrived without our hearing of it; a second such try is the last.
    is_unsure = models.BooleanField(default=False)
    problem = models.CharField(max_length=LONGEST_PROBLEM, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Whether administrators have been told that it was not sent.
    is_told = models.BooleanField(default=False)
    example = models.CharField(max_length=10, choices=Example, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="email_ends_when_it_is_sent_failed_or_dropped",
                condition=models.Q(state__in=ENDS, ended_at__isnull=False)
                | models.Q(ended_at=None) & ~models.Q(state__in=ENDS),
            ),
            models.CheckConstraint(
                name="email_has_a_next_try_until_it_ends",
                condition=models.Q(state__in=ENDS, try_at=None)
                | models.Q(try_at__isnull=False) & ~models.Q(state__in=ENDS),
            ),
            models.CheckConstraint(
                name="email_says_of_what_it_is_an_example",
                condition=models.Q(kind=EmailKind.EXAMPLE, example__in=Example.values)
                | models.Q(example="") & ~models.Q(kind=EmailKind.EXAMPLE),
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_at"],
                condition=models.Q(try_at__isnull=False),
                name="notices_email_to_try",
            ),
            models.Index(
                fields=["ended_at"],
                condition=models.Q(state=EmailState.FAILED),
                name="notices_email_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"e-mail {self.pk} to {self.person}"

    @property
    def is_urgent(self) -> bool:
        """Whether it is about something urgent."""
        return self.kind == EmailKind.URGENT

    @property
    def is_asked_for(self) -> bool:
        """Whether somebody asked for it, so that it is about no notices."""
        return self.kind in ASKED_FOR

    @property
    def colour(self) -> str:
        """The colour of its state on a page."""
        return COLOURS[EmailState(self.state)]


class Notice(models.Model):
    """One thing told to one person, with the way to it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=20, choices=Group, default=Group.MINE)
    is_urgent = models.BooleanField(default=False)
    words = models.CharField(max_length=LONGEST_WORDS)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # What an e-mail says of it: never more than may stand in one.
    email_words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    email_kind = models.CharField(max_length=10, choices=EmailKind, blank=True)
    # When to write the e-mail; empty if there is none to be, and once it is written.
    email_due_at = models.DateTimeField(null=True, blank=True)
    email = models.ForeignKey(
        Email, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "entry"], name="told_once_of_each_entry"),
            models.CheckConstraint(
                name="what_was_read_is_not_emailed",
                condition=models.Q(read_at=None) | models.Q(email_due_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                condition=models.Q(read_at=None),
                name="notices_notice_unread",
            ),
            models.Index(
                fields=["email_due_at"],
                condition=models.Q(email_due_at__isnull=False),
                name="notices_notice_to_email",
            ),
        ]

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Happened:
    """A notice, as far as it decides on e-mails."""

    at: datetime
    group: str
    is_urgent: bool
    read_at: datetime | None


class Cursor(models.Model):
    """How far along the record people have been told."""

    link = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_notices_cursor", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return f"told up to link {self.link}"
