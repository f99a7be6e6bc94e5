"""Conversations on the practice network with people who do not exist, for somebody to learn in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from tabard.people.models import Person
from tabard.practice.models.posts import LONGEST_ALT, MOST_BYTES_OF_WORDS
from tabard.record.models import Blob


class PracticeThread(models.Model):
    """A conversation that nobody sees but whose it is."""

    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="practice_threads")
    title = models.CharField(max_length=100)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the path of the conversation."""
        return reverse("practice:thread", args=[self.pk])


class ThreadPost(models.Model):
    """What somebody says in such a conversation: its owner, or one of those who do not exist."""

    thread = models.ForeignKey(PracticeThread, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=201)
    handle = models.CharField(max_length=30)
    is_own = models.BooleanField()
    # A direct message, which the others in the conversation do not see.
    is_private = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    picture = models.ForeignKey(
        Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    alt = models.CharField(max_length=LONGEST_ALT, blank=True)
    # What was done besides, each in a sentence.
    did = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    posted_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["thread", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "number"], name="practice_thread_is_in_order"
            ),
            models.CheckConstraint(
                name="practice_thread_post_says_shows_or_does_something",
                condition=~models.Q(words="", picture=None, did=[], taken_down_at=None),
            ),
            models.CheckConstraint(
                name="practice_thread_post_taken_down_is_empty",
                condition=models.Q(taken_down_at=None) | models.Q(words="", picture=None),
            ),
            models.CheckConstraint(
                name="practice_thread_words_are_not_too_many_bytes",
                condition=LessThanOrEqual(
                    models.Func(
                        "words", function="OCTET_LENGTH", output_field=models.IntegerField()
                    ),
                    MOST_BYTES_OF_WORDS,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.number} of thread {self.thread_id}"

    @property
    def initials(self) -> str:
        """What stands where a network has a portrait."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()
