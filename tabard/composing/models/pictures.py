"""The picture of a message: what it shows, in words, and whom."""

from django.db import models

from tabard.record.models import Blob

LONGEST_ALT = 1_000
LONGEST_WHY = 300


class Recognisable(models.TextChoices):
    """Who can be recognised in a picture."""

    NOBODY = "nobody", "No, nobody"
    ADULTS = "adults", "Yes, adults only"
    CHILDREN = "children", "Yes, children"


class Picture(models.Model):
    """A message's picture, re-encoded on arrival, with its words for people who do not see it.

    One that shows nothing that matters has no words, and a reason for that. What its author has
    not said yet is empty; the message says whether it is whole.
    """

    message = models.OneToOneField(
        "composing.Message", on_delete=models.CASCADE, related_name="picture"
    )
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    alt = models.TextField(max_length=LONGEST_ALT, blank=True)
    is_decorative = models.BooleanField(default=False)
    why_decorative = models.TextField(max_length=LONGEST_WHY, blank=True)
    people = models.CharField(max_length=20, choices=Recognisable, blank=True)
    # Where it stands that they agreed.
    consent = models.TextField(max_length=LONGEST_WHY, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.alt

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
