"""Who has a post that waits for a review open just now."""

from django.db import models

from tabard.composing.models.messages import Message
from tabard.people.models import Person


class Looking(models.Model):
    """That somebody looks at a waiting post, for some minutes; it keeps nobody from deciding."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="looking")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "by"], name="somebody_looks_at_a_post_once_at_a_time"
            ),
            models.CheckConstraint(
                name="looking_ends_after_it_begins",
                condition=models.Q(until__gt=models.F("since")),
            ),
        ]
        indexes = [models.Index(fields=["until"], name="composing_looking_until")]

    def __str__(self) -> str:
        return f"{self.by} is looking at this"
