"""The pages that messages link to, each as it was when it was read."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.composing.models.messages import Message
from tabard.connectors import api
from tabard.connectors.links import links_in
from tabard.record.models import Blob

# In characters; an index holds no more of an address.
LONGEST_ADDRESS = 600
LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 300
# The most links of one text that are followed.
MOST_LINKS = 10
# Names that nobody can have (RFC 6761, section 6).
FOR_EXAMPLES = (".example", ".test", ".invalid")
# How long somebody waits for a page before it is asked for anew.
READING_TAKES = timedelta(minutes=2)


class Outcome(models.TextChoices):
    """What came of reading a page, in words for whoever links to it."""

    READ = "read", "Read"
    GONE = "gone", "The server says that there is no page at this address."
    NOWHERE = "nowhere", "There is no server of this name. Look whether it is spelt right."
    PRIVATE = "private", "It is not on the public internet, so residents cannot open it."
    INSECURE = "insecure", "Only pages at addresses with https are read."
    NO_PAGE = "no_page", "It is a file and not a page, so it has no title to show."
    LEADS_ON = "leads_on", "It leads from address to address, and arrives nowhere."
    NOT_NOW = "not_now", "It could not be read just now. Your post can go all the same."


class LinkedPage(models.Model):
    """One page as it was at one time; what a message is handed in with stays as it was.

    The address is the one in the message; `led_to` are those that it was sent on to, the last of
    which is the page's own.
    """

    address = models.CharField(max_length=LONGEST_ADDRESS)
    asked_at = models.DateTimeField()
    # None while it is being read.
    read_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    led_to = ArrayField(models.CharField(max_length=LONGEST_ADDRESS), default=list, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    description = models.CharField(max_length=LONGEST_DESCRIPTION, blank=True)
    picture = models.ForeignKey(
        Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # Those that were handed in with the page as it was then.
    messages = models.ManyToManyField(Message, related_name="linked_pages", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=models.Q(read_at=None),
                name="page_is_read_once_at_a_time",
            ),
            models.CheckConstraint(
                name="read_page_says_what_came_of_it",
                condition=models.Q(read_at=None, outcome="")
                | (models.Q(read_at__isnull=False) & ~models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="only_a_page_that_was_read_has_a_title_or_picture",
                condition=models.Q(outcome="read") | models.Q(title="", picture=None),
            ),
        ]
        indexes = [
            models.Index(fields=["address", "read_at"], name="composing_page_of_address"),
            models.Index(fields=["asked_at"], name="composing_page_by_age"),
        ]

    def __str__(self) -> str:
        return self.title or self.address

    @property
    def site(self) -> str:
        """The server that the page is really on."""
        return site_of(self.led_to[-1] if self.led_to else self.address)

    @property
    def is_being_read(self) -> bool:
        """Whether an answer can still be expected."""
        return self.read_at is None and self.asked_at > timezone.now() - READING_TAKES

    @property
    def has_card(self) -> bool:
        """Whether there is enough of it to be shown beside a post."""
        return bool(self.title)

    @property
    def trouble(self) -> str:
        """Why there is nothing to show of it, in plain words."""
        if self.read_at is None:
            return "" if self.is_being_read else str(Outcome.NOT_NOW.label)
        return "" if self.outcome == Outcome.READ else self.get_outcome_display()


def site_of(address: str) -> str:
    """Give the name of the server in an address, as people say it."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_example(address: str) -> bool:
    """Say whether an address is of the kind that is kept for examples and leads nowhere."""
    return site_of(address).endswith(FOR_EXAMPLES)


def links_to_read(*texts: str) -> list[str]:
    """Give the addresses in some texts, each once, as many as are followed."""
    found = dict.fromkeys(link for words in texts for link in links_in(words))
    return [one for one in found if len(one) <= LONGEST_ADDRESS][:MOST_LINKS]


def shows_cards(network: str) -> bool:
    """Say whether a network shows the page that is linked to beside a post without a picture."""
    connector = api.all_connectors().get(network)
    return connector is not None and connector.limits.cards


def card_of(words: str, pages: Mapping[str, LinkedPage]) -> LinkedPage | None:
    """Give the page that is shown beside some words: of the first link that has a title."""
    linked = (pages.get(link) for link in links_in(words))
    return next((page for page in linked if page and page.has_card), None)


def post_of(words: str, pages: Mapping[str, LinkedPage]) -> str:
    """Give what somebody's post says that some words lead to, as networks tell it of the page."""
    linked = (pages.get(link) for link in links_in(words) if _is_post(link))
    return next((page.description for page in linked if page and page.description), "")


def _is_post(address: str) -> bool:
    """Say whether a network knows an address as that of a post."""
    named = (one.recognise(address) for one in api.all_connectors().values())
    return any(one is not None and one.post_id is not None for one in named)
