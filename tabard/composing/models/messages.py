"""What somebody writes, the accounts it is for, and the review it went through."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.accreditation.models import GO_UNCHECKED, Rung
from tabard.common.lifecycle import Lifecycle
from tabard.composing.models.experiments import Experiment
from tabard.composing.models.materials import Material
from tabard.composing.models.pictures import Picture, taken_on
from tabard.connectors import api
from tabard.connectors.links import find_links
from tabard.connectors.splitting import split
from tabard.people.models import Person

# The most that any network takes in one message, in characters.
LONGEST_MESSAGE = 10_000
LONGEST_SAID = 2_000


class MessageState(models.TextChoices):
    """Where a message is between its author and its reviewer."""

    WRITING = "writing", "Being written"
    WAITING = "waiting", "Waiting for review"
    APPROVED = "approved", "Approved"
    WITHDRAWN = "withdrawn", "Withdrawn"


LIFECYCLE = Lifecycle(
    MessageState.WRITING,
    submit=({MessageState.WRITING}, MessageState.WAITING),
    take_back=({MessageState.WAITING}, MessageState.WRITING),
    send_back=({MessageState.WAITING}, MessageState.WRITING),
    approve=({MessageState.WAITING}, MessageState.APPROVED),
    let_go=({MessageState.WRITING}, MessageState.APPROVED),
    ask_again=({MessageState.APPROVED}, MessageState.WAITING),
    withdraw=(
        {MessageState.WRITING, MessageState.WAITING, MessageState.APPROVED},
        MessageState.WITHDRAWN,
    ),
)


class InParts(models.TextChoices):
    """What becomes of a message on a network that it is too long for, and which has threads."""

    NO = "no", "Do not split it: I will shorten it"
    PLAIN = "plain", "Split it into a thread"
    NUMBERED = "numbered", "Split it into a thread, and number its parts"


class Message(models.Model):
    """Words by one author, for one or more accounts, to go at a time or once approved."""

    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    words = models.TextField(max_length=LONGEST_MESSAGE)
    in_parts = models.CharField(max_length=20, choices=InParts, default=InParts.NO)
    # None: as soon as it is approved.
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=MessageState, default=MessageState.WRITING)
    written_at = models.DateTimeField()
    # How often it was saved, by which two tabs know of each other.
    saves = models.PositiveIntegerField(default=0)
    # The open page that saved it last: its own savings can overtake their answers.
    page = models.CharField(max_length=20, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    # Whether its author asked for a review that was not needed.
    review_was_asked_for = models.BooleanField(default=False)
    # The rung that let it go where nobody reviewed it.
    let_go_on = models.CharField(max_length=20, choices=Rung, blank=True)
    # The experiment that it is part of, which may relax checks and stand in for its author's rung.
    experiment = models.ForeignKey(
        Experiment, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    # What it says in its author's own words, if it is made from something that was offered.
    material = models.ForeignKey(
        Material, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    # What a reviewer said when it was sent back, or why it has to be looked at again.
    said = models.TextField(max_length=LONGEST_SAID, blank=True)
    # Whether a picture of it lacks words or an answer, so that it cannot go anywhere.
    lacks_words_or_answer = models.BooleanField(default=False)
    # How often somebody was told that it waits for a review, since it was handed in.
    chased = models.PositiveSmallIntegerField(default=0)
    # Whether the stage after review has looked at it since it was approved.
    is_taken_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="message_not_approved_by_its_author",
                condition=~models.Q(approved_by=models.F("author")),
            ),
            models.CheckConstraint(
                name="approved_message_says_when_and_by_whom_rung_or_experiment",
                condition=~models.Q(state="approved")
                | models.Q(approved_by__isnull=False, let_go_on="", approved_at__isnull=False)
                | models.Q(approved_by=None, let_go_on__in=GO_UNCHECKED, approved_at__isnull=False)
                | models.Q(
                    approved_by=None,
                    let_go_on="",
                    experiment__isnull=False,
                    approved_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="picture_lacks_words_or_answer_only_while_writing",
                condition=models.Q(lacks_words_or_answer=False)
                | models.Q(state__in=["writing", "withdrawn"]),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="composing_message_waiting"),
            models.Index(
                fields=["approved_at"],
                condition=models.Q(state="approved", is_taken_up=False),
                name="composing_message_to_take_up",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def is_reviewed(self) -> bool:
        """Whether another person has read and approved it, as it stands."""
        return self.approved_by_id is not None

    @property
    def went_on_experiment(self) -> bool:
        """Whether nobody reviewed it and no rung let it go, but its experiment did."""
        return self.state == MessageState.APPROVED and not self.is_reviewed and not self.let_go_on

    @property
    def lets_be(self) -> Collection[str]:
        """The checks that its experiment does without today."""
        return self.experiment.lets_be if self.experiment else frozenset()

    @property
    def is_too_late(self) -> bool:
        """Whether an approval came, or would come now, after the due time."""
        if self.due_at is None:
            return False
        return (self.approved_at or timezone.now()) > self.due_at

    @property
    def time_has_passed(self) -> bool:
        """Whether the time it was meant for is over."""
        return self.due_at is not None and self.due_at <= timezone.now()

    @property
    def shown(self) -> list[Picture]:
        """Its pictures, in their order."""
        return list(self.pictures.all())

    @property
    def alts(self) -> list[str]:
        """What its pictures show, in words, where that is said."""
        return [one.alt for one in self.shown if one.alt]


class Version(models.Model):
    """The message as it goes to one account: as one post, or as the parts of a thread.

    It says what the message says, unless its author says it differently there. The parts are kept,
    so that what goes is what its author saw and its reviewer approved.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="versions")
    # What is said on this account alone; nothing where it is what the message says.
    own_words = models.TextField(max_length=LONGEST_MESSAGE, blank=True)
    parts = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="thread_has_two_parts_or_more", condition=~models.Q(parts__len=1)
            ),
            models.UniqueConstraint(
                fields=["message", "account"], name="one_version_per_message_and_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} on {self.account}"

    @property
    def words(self) -> str:
        """What goes to this account."""
        return self.own_words or self.message.words

    @property
    def posts(self) -> tuple[str, ...]:
        """The words of each post that it goes as: all of them, or those of each part."""
        return tuple(self.parts) or (self.words,)

    @property
    def shown(self) -> list[Picture]:
        """The pictures that go to this account, in their order."""
        return taken_on(self.account.network, self.message.shown)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words, which readers can follow as a link or not."""

    text: str
    is_link: bool


def pieces(words: str) -> Iterator[Piece]:
    """Part words into links and what stands between them."""
    told = 0
    for link in find_links(words):
        yield Piece(words[told : link.start], is_link=False)
        yield Piece(link.text, is_link=True)
        told = link.end
    yield Piece(words[told:], is_link=False)


def parts_of(words: str, network: str, in_parts: str) -> tuple[str, ...]:
    """Give the parts of the thread in which words go to a network; none where one post is enough.

    Where no thread is asked for, or the network has none, there are no parts either; nor of what
    is twice as long as any message may be.
    """
    connector = api.all_connectors().get(network)
    if connector is None or connector.limits.parts == 1 or in_parts == InParts.NO:
        return ()
    if len(words) > 2 * LONGEST_MESSAGE:
        return ()
    if fit_in_one(connector, words):
        return ()
    return split(words, partial(fit_in_one, connector), numbered=in_parts == InParts.NUMBERED)


def fit_in_one(connector: type[api.Connector], words: str) -> bool:
    """Say whether a network takes these words in one post."""
    return connector.count(words) <= connector.limits.length
