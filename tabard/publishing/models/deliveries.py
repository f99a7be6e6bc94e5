"""A message's way to an account, its confirmation there, and its removal."""

from hashlib import sha256
from secrets import token_urlsafe

from django.db import models

from tabard.common.lifecycle import Lifecycle
from tabard.composing.models import Message, Version
from tabard.people.models import Person


class DeliveryState(models.TextChoices):
    """What is known of one version's way to one account: what the network says, never a hope."""

    SCHEDULED = "scheduled", "Scheduled"
    DUE = "due", "About to go"
    SENDING = "sending", "Going to the network now"
    SENT = "sent", "Taken by the network, not confirmed yet"
    CONFIRMED = "confirmed", "On the network, confirmed"
    UNSURE = "unsure", "Not sure: the network is being asked"
    HELD = "held", "Held"
    FAILED = "failed", "Not on the network: it failed"
    EXPIRED = "expired", "Not sent: its time had passed"
    CANCELLED = "cancelled", "Called off"
    REMOVING = "removing", "Being taken down, not gone yet"
    REMOVED = "removed", "Taken down, and gone from the network"


S = DeliveryState

# In bytes.
SECRET_BYTES = 32
# In characters.
LONGEST_REASON = 2_000

LIFECYCLE = Lifecycle(
    S.SCHEDULED,
    start=({S.SCHEDULED}, S.DUE),
    claim=({S.DUE}, S.SENDING),
    accept=({S.SENDING, S.UNSURE}, S.SENT),
    put_off=({S.SENDING, S.UNSURE}, S.DUE),
    doubt=({S.SENDING}, S.UNSURE),
    fail=({S.SENDING, S.UNSURE, S.SENT}, S.FAILED),
    confirm=({S.SENT}, S.CONFIRMED),
    freeze=({S.DUE, S.SENDING}, S.SCHEDULED),
    hold=({S.SCHEDULED, S.DUE, S.SENDING, S.HELD}, S.HELD),
    release=({S.HELD}, S.SCHEDULED),
    expire=({S.SCHEDULED, S.DUE, S.HELD}, S.EXPIRED),
    call_off=({S.SCHEDULED, S.DUE, S.HELD}, S.CANCELLED),
    take_down=({S.SENT, S.CONFIRMED}, S.REMOVING),
    prove_gone=({S.REMOVING}, S.REMOVED),
)

# Where the worker has something to do.
UNDER_WAY = {S.DUE, S.SENDING, S.UNSURE, S.SENT, S.REMOVING}
# Where nothing has gone to the network yet.
NOT_BEGUN = {S.SCHEDULED, S.DUE, S.HELD}
# Where it did not get there, and will not.
NOT_THERE = {S.FAILED, S.EXPIRED, S.CANCELLED}


class Delivery(models.Model):
    """One post of a version going to one account: all of it, or a part of its thread.

    The row is the truth; jobs only wake the worker.
    """

    # A version goes only while its message is being written, when nothing of it has begun.
    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    # Which part of the thread it is; a post that goes as one is the first and only part.
    part = models.PositiveSmallIntegerField(default=1)
    # The network's identifier of the part before, chosen before the first try as the key is.
    answers = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=DeliveryState, default=DeliveryState.SCHEDULED)
    due_at = models.DateTimeField()
    # When the worker is to look at it next; None while a job has it or nothing is to be done.
    try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    # Chosen before the first try, so that the network can have the post only once.
    once_only_key = models.CharField(max_length=100, unique=True)
    # The time written in the post itself: the same at every try, so that a retry is byte-identical.
    begun_at = models.DateTimeField(null=True, blank=True)
    network_id = models.CharField(max_length=500, blank=True)
    url = models.URLField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # What did not arrive as it was sent: a list of {what, expected, found}.
    differences = models.JSONField(default=list)
    # Why it is where it is, in words for the author.
    problem = models.TextField(max_length=2_000, blank=True)
    taken_down_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_down_because = models.TextField(max_length=LONGEST_REASON, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "part"], name="one_delivery_per_version_and_part"
            ),
            models.CheckConstraint(
                name="later_part_begins_with_what_it_answers",
                condition=models.Q(part=1, answers="")
                | models.Q(part__gt=1) & (models.Q(begun_at=None) | ~models.Q(answers="")),
            ),
            models.CheckConstraint(
                name="taken_by_the_network_only_with_its_identifier",
                condition=~models.Q(state__in=["sent", "confirmed", "removing", "removed"])
                | ~models.Q(network_id=""),
            ),
            models.CheckConstraint(
                name="confirmed_says_when",
                condition=~models.Q(state="confirmed") | models.Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="removed_says_when",
                condition=~models.Q(state="removed") | models.Q(removed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["scheduled", "held"]),
                name="publishing_delivery_scheduled",
            ),
            models.Index(
                fields=["try_at"],
                condition=models.Q(try_at__isnull=False),
                name="publishing_delivery_to_try",
            ),
            models.Index(fields=["state", "-confirmed_at"], name="publishing_delivery_confirmed"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_state_display()}"

    @property
    def words(self) -> str:
        """The words of this post."""
        return self.version.posts[self.part - 1]

    @property
    def of(self) -> int:
        """Of how many posts it is one."""
        return len(self.version.posts)

    @property
    def described(self) -> int:
        """How many pictures with a description go with this post."""
        pictures = self.version.shown if self.part == 1 else []
        return sum(bool(one.alt) for one in pictures)

    @property
    def differs_in(self) -> list[str]:
        """What did not arrive as it was sent, each named once."""
        return list(dict.fromkeys(one["what"] for one in self.differences))


class SampleState(models.TextChoices):
    """What came of a post that was drawn to be looked at after it went."""

    WAITING = "waiting", "Waits to be looked at"
    FINE = "fine", "Fine as it is"
    COMMENTED = "commented", "There is something to say"
    DROPPED = "dropped", "Not looked at: its author has left"


SAMPLE_LIFECYCLE = Lifecycle(
    SampleState.WAITING,
    find_fine=({SampleState.WAITING}, SampleState.FINE),
    comment=({SampleState.WAITING}, SampleState.COMMENTED),
    drop=({SampleState.WAITING}, SampleState.DROPPED),
)


class Lot(models.Model):
    """That the lot was cast for a post, which anybody can cast again from its seed."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="lot")
    seed = models.CharField(max_length=64)
    # Of how many posts one was to be drawn then.
    one_in = models.PositiveSmallIntegerField()
    is_drawn = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"lot of {self.message}"


class Sample(models.Model):
    """A post that went at once and was drawn by lot, for a reviewer to look at afterwards."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="sample")
    # Whose post it is, so that the database can hold that somebody else looks at it.
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=SampleState, default=SampleState.WAITING)
    drawn_at = models.DateTimeField()
    looked_at_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    looked_at = models.DateTimeField(null=True, blank=True)
    # What the reviewer said, which the author reads.
    said = models.TextField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ["drawn_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="sample_not_looked_at_by_its_author",
                condition=~models.Q(looked_at_by=models.F("author")),
            ),
            models.CheckConstraint(
                name="sample_looked_at_by_somebody_at_a_time",
                condition=models.Q(
                    state__in=["waiting", "dropped"], looked_at_by=None, looked_at=None
                )
                | (
                    models.Q(state__in=["fine", "commented"], looked_at_by__isnull=False)
                    & models.Q(looked_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="sample_says_something_where_there_is_something_to_say",
                condition=models.Q(state="commented") & ~models.Q(said="")
                | ~models.Q(state="commented") & models.Q(said=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["drawn_at"],
                condition=models.Q(state="waiting"),
                name="publishing_sample_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"sample of {self.message}"


class CalendarFeed(models.Model):
    """The secret address at which somebody's own calendar follows; only its hash is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"calendar address of {self.person}"

    @staticmethod
    def new_secret() -> tuple[str, str]:
        """Make a secret, and give it with its hash."""
        secret = token_urlsafe(SECRET_BYTES)
        return secret, CalendarFeed.digest_of(secret)

    @staticmethod
    def digest_of(secret: str) -> str:
        """Give the hash by which a secret is known."""
        return sha256(secret.encode()).hexdigest()
