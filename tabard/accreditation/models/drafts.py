"""What somebody has written and not sent yet."""

from django.db import models

from tabard.people.models import Person

# What a draft is about, unless it is about one thing among several.
AN_APPLICATION = "application"


class Draft(models.Model):
    """The answers so far, as they were typed; nobody else reads them."""

    applicant = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    # Such as “application”, or “appeal 12”.
    about = models.CharField(max_length=100, default=AN_APPLICATION)
    answers = models.JSONField(default=dict)
    # How often it was saved, by which two tabs know of each other.
    version = models.PositiveIntegerField(default=0)
    # The open page that saved it last: its own savings can overtake their answers.
    page = models.CharField(max_length=20, blank=True)
    saved_at = models.DateTimeField()
    # Whether its author was told that it waits to be sent.
    reminded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["applicant", "about"], name="one_draft_about_a_thing_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.applicant}"
