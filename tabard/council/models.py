"""The council itself, its services, its days, and what it has set otherwise than we do."""

from typing import Self

from django.db import models


class Council(models.Model):
    """The one council of this installation."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=50)
    domain = models.CharField(max_length=253, help_text="The council's own domain, without www.")
    contact_email = models.EmailField(help_text="Where residents write about an account.")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_council_per_installation", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def here(cls) -> Self:
        """Give the council of this installation, or one without a name before it is set up."""
        return cls.objects.filter(pk=1).first() or cls(
            pk=1, name="Your council", short_name="Council"
        )


class Service(models.Model):
    """A part of the council that residents know by name."""

    name = models.CharField(max_length=100, unique=True)
    does = models.CharField(max_length=200, help_text="What it does for residents, in a sentence.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ChosenSetting(models.Model):
    """What a council has chosen for one setting; without a row the default holds."""

    key = models.CharField(max_length=100, primary_key=True)
    value = models.JSONField()
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


# In characters.
LONGEST_NOTE = 2_000


class OccasionKind(models.TextChoices):
    """What some days are to those who post."""

    EVENT = "event", "Event of the council"
    ELECTION = "election", "Pre-election period"
    MOURNING = "mourning", "Mourning"
    OTHER = "other", "Other silence"


class Occasion(models.Model):
    """Days that matter to what is posted: an event, or a silence, on which posts hold back."""

    kind = models.CharField(max_length=20, choices=OccasionKind)
    name = models.CharField(max_length=100)
    first_day = models.DateField()
    last_day = models.DateField()
    note = models.TextField(max_length=LONGEST_NOTE, blank=True)
    # Whether what is to go on these days is held, and not only looked at with care.
    stops_posts = models.BooleanField(default=False)
    # Who and what a pre-election period is about: one name or phrase each.
    candidates = models.JSONField(default=list)
    parties = models.JSONField(default=list)
    slogans = models.JSONField(default=list)

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="occasion_runs_forward",
                condition=models.Q(last_day__gte=models.F("first_day")),
            ),
            models.CheckConstraint(
                name="only_a_silence_stops_posts",
                condition=~models.Q(kind="event") | models.Q(stops_posts=False),
            ),
            models.CheckConstraint(
                name="only_an_election_has_candidates",
                condition=models.Q(kind="election")
                | models.Q(candidates=[], parties=[], slogans=[]),
            ),
        ]
        indexes = [models.Index(fields=["last_day"], name="council_occasion_last_day")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_silence(self) -> bool:
        """Whether posts hold back on these days."""
        return self.kind != OccasionKind.EVENT

    @property
    def is_election(self) -> bool:
        """Whether these are the days before an election."""
        return self.kind == OccasionKind.ELECTION
