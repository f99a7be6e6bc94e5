"""What somebody has written of an application and not sent yet."""

from django.db import models

from tabard.people.models import Person


class Draft(models.Model):
    """The answers so far, as they were typed; nobody else reads them."""

    applicant = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="application_draft"
    )
    answers = models.JSONField(default=dict)
    # How often it was saved, by which two tabs know of each other.
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.applicant}"
