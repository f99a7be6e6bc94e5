"""What the product has seen of somebody's posts: what a move on the ladder is decided on."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import models
from django.urls import reverse

from tabard.people.models import Person


class EvidenceKind(models.TextChoices):
    """What was seen."""

    UNCHANGED = "unchanged", "Reviewed without change"
    CHANGED = "changed", "Approved after a change"
    SENT_BACK = "sent_back", "Sent back"
    FINDING = "finding", "Something was found afterwards"
    CONCERN = "concern", "A concern was opened"
    CONCERN_CLOSED = "concern_closed", "A concern was closed"
    ANSWERED = "answered", "A resident was answered"


# The page on which the thing is seen that a piece of evidence is about.
PAGES: Mapping[str, str] = {"message": "publishing:post"}


class Evidence(models.Model):
    """One thing that was seen, once. It is never changed, and the person sees all of it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind)
    at = models.DateTimeField()
    # What it was taken from, in the words of whoever hands it down: the same is not counted twice.
    source = models.CharField(max_length=100, unique=True)
    # Who saw it, where a person did.
    by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The kind and the number of the thing that it is about.
    about = models.CharField(max_length=30)
    number = models.BigIntegerField()
    # What was said about it, such as a reviewer's reason.
    words = models.TextField(max_length=2_000, blank=True)
    # Of a review: when it was asked for, and whether the words are others than at first.
    asked_at = models.DateTimeField(null=True, blank=True)
    words_changed = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_is_of_a_kind", condition=models.Q(kind__in=list(EvidenceKind))
            ),
            models.CheckConstraint(
                name="review_is_decided_after_it_was_asked_for",
                condition=models.Q(asked_at=None) | models.Q(asked_at__lte=models.F("at")),
            ),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="accreditation_evidence_of")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about} {self.number}"

    @property
    def took(self) -> timedelta | None:
        """How long a review took, from when it was asked for until it was decided."""
        return self.at - self.asked_at if self.asked_at else None

    @property
    def url(self) -> str:
        """The page of the thing that it is about, or nothing where there is none."""
        page = PAGES.get(self.about)
        return reverse(page, args=[self.number]) if page else ""
