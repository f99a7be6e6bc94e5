"""What an adopted account said before it was the council's, read back from its network."""

from django.db import models

from tabard.accounts.models import Account
from tabard.common.lifecycle import Lifecycle
from tabard.keeping.models.adoptions import Adoption

LONGEST_PROBLEM = 300
LONGEST_PLACE = 1_000


class RecallState(models.TextChoices):
    """How far an account's older posts have been read back."""

    READING = "reading", "Being read back"
    DONE = "done", "Read back"
    STOPPED = "stopped", "Stopped: somebody has to look"


RECALL_LIFECYCLE = Lifecycle(
    RecallState.READING,
    read_on=({RecallState.READING}, RecallState.READING),
    finish=({RecallState.READING}, RecallState.DONE),
    stop=({RecallState.READING}, RecallState.STOPPED),
    take_up=({RecallState.STOPPED}, RecallState.READING),
)


class Recall(models.Model):
    """One account's older posts on their way into the record, a page at a time."""

    adoption = models.OneToOneField(Adoption, on_delete=models.PROTECT, related_name="recall")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recalls")
    state = models.CharField(max_length=20, choices=RecallState, default=RecallState.READING)
    # Where the network goes on; empty at the beginning.
    before = models.CharField(max_length=LONGEST_PLACE, blank=True)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    # Posts that the network listed, and that could not be read.
    unreadable = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=LONGEST_PROBLEM, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stopped_recall_says_why",
                condition=~models.Q(state="stopped") | ~models.Q(problem=""),
            ),
        ]
        indexes = [
            models.Index(
                "due_at", condition=models.Q(state="reading"), name="recall_that_is_under_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_state_display()}"


class OlderPost(models.Model):
    """A post from before the adoption, as the network showed it when it was read back."""

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="posts")
    network_id = models.TextField()
    url = models.TextField()
    words = models.TextField(blank=True)
    # What its pictures were described as; an empty description is one that was missing.
    alts = models.JSONField(default=list)
    posted_at = models.DateTimeField()
    read_at = models.DateTimeField()

    class Meta:
        # The network lists the newest first.
        ordering = ["-posted_at", "pk"]
        constraints = [
            models.UniqueConstraint("recall", "network_id", name="older_post_is_kept_once"),
        ]

    def __str__(self) -> str:
        return self.url
