"""The pictures of a message: what each shows, in words, and whom."""

from collections.abc import Sequence

from django.db import models

from tabard.connectors import api
from tabard.record.models import Blob

# The most that any network takes in one post.
MOST_PICTURES = 20
LONGEST_ALT = 1_000
LONGEST_WHY = 300
# In hexadecimal digits.
LENGTH_OF_MARK = 16


class Recognisable(models.TextChoices):
    """Who can be recognised in a picture."""

    NOBODY = "nobody", "No, nobody"
    ADULTS = "adults", "Yes, adults only"
    CHILDREN = "children", "Yes, children"


class Picture(models.Model):
    """One picture of a message, re-encoded on arrival, with its words for people who do not see it.

    One that shows nothing that matters has no words, and a reason for that. What its author has
    not said yet is empty; the message says whether it is whole.
    """

    message = models.ForeignKey(
        "composing.Message", on_delete=models.CASCADE, related_name="pictures"
    )
    # Where it stands among the others, from 0.
    place = models.PositiveSmallIntegerField(default=0)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    alt = models.TextField(max_length=LONGEST_ALT, blank=True)
    is_decorative = models.BooleanField(default=False)
    why_decorative = models.TextField(max_length=LONGEST_WHY, blank=True)
    people = models.CharField(max_length=20, choices=Recognisable, blank=True)
    # Where it stands that they agreed.
    consent = models.TextField(max_length=LONGEST_WHY, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            # Two can change places, so it is looked at in the end.
            models.UniqueConstraint(
                fields=["message", "place"],
                name="pictures_stand_one_after_the_other",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["message", "blob"], name="message_shows_a_picture_once"
            ),
            models.CheckConstraint(
                name="message_has_not_too_many_pictures",
                condition=models.Q(place__lt=MOST_PICTURES),
            ),
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def mark(self) -> str:
        """By what forms and addresses know it among the pictures of its message."""
        return self.blob_id[:LENGTH_OF_MARK]

    @property
    def shows_people(self) -> bool:
        """Whether somebody can be recognised in it, of whom we need to know that they agreed."""
        return self.people in {Recognisable.ADULTS, Recognisable.CHILDREN}

    @property
    def shows_children(self) -> bool:
        """Whether children can be recognised in it."""
        return self.people == Recognisable.CHILDREN

    @property
    def described(self) -> str:
        """How it is described, or why it is not, in words for whoever sees it here."""
        if self.alt:
            return f"Described as: {self.alt}"
        if self.is_decorative and self.why_decorative:
            return f"Decorative, so it goes without a description: {self.why_decorative}"
        return "The picture has no description yet."

    @property
    def alt_here(self) -> str:
        """What stands for it on our own pages, for people who do not see it."""
        if self.alt:
            return self.alt
        return "A decorative picture" if self.is_decorative else "A picture without a description"


def taken_on(network: str, pictures: Sequence[Picture]) -> list[Picture]:
    """Give those of some pictures that go in one post to a network: the first that it takes."""
    connector = api.all_connectors().get(network)
    return list(pictures[: connector.limits.pictures if connector else None])


def called(number: int, of: int) -> str:
    """Say which picture is meant."""
    return "the picture" if of == 1 else f"picture {number}"
