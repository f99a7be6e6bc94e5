"""What people are told of what concerns them."""

from django.db import models

from tabard.people.models import Person
from tabard.record.models import Entry

LONGEST_WORDS = 2_500


class Group(models.TextChoices):
    """What a notice is to the person who is told."""

    WAITING = "waiting", "What waits for you"
    MINE = "mine", "What happened to yours"
    LOOKED_AFTER = "looked_after", "What you look after"


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

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "entry"], name="told_once_of_each_entry"),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                condition=models.Q(read_at=None),
                name="notices_notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Cursor(models.Model):
    """How far along the record people have been told."""

    link = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_notices_cursor", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return f"told up to link {self.link}"
