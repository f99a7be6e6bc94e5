"""Accounts, posts and pictures of the practice network, and the limits that it sets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from tabard.connectors.links import find_links
from tabard.people.models import Person

HANDLE = r"^[a-z0-9_]{3,30}$"
# What stands in a URL as it is, and is never taken for the folder above.
KEY = r"^[A-Za-z0-9_-][A-Za-z0-9._:~-]{0,99}$"
SHA256 = r"^[0-9a-f]{64}$"
LONGEST_WORDS = 500
"""In graphemes, which is what readers take for one character."""
MOST_BYTES_OF_WORDS = 10_000
"""A grapheme can have any number of accents, so graphemes alone limit nothing."""
MOST_PICTURES = 4
LONGEST_ALT = 1_000
MOST_BYTES_OF_PICTURE = 2_000_000


class MediaType(models.TextChoices):
    """The kinds of picture that the network takes."""

    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    WEBP = "image/webp", "WEBP"
    GIF = "image/gif", "GIF"


class PracticeAccount(models.Model):
    """One profile; its id stays when the handle changes, its token is kept only as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    handle = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=201)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="practice_accounts")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["handle"]
        constraints = [
            # All handles are in small letters, so no two differ only by their capitals.
            models.CheckConstraint(
                name="practice_handle_is_well_formed", condition=models.Q(handle__regex=HANDLE)
            ),
            models.CheckConstraint(
                name="practice_token_is_kept_as_a_hash",
                condition=models.Q(token_hash__regex=SHA256),
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"

    def get_absolute_url(self) -> str:
        """Give the path of the profile."""
        return reverse("practice:profile", args=[self.handle])

    @property
    def initials(self) -> str:
        """What stands where a network has a portrait."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()

    @property
    def stable_id(self) -> str:
        """The name under which other systems know the account for good."""
        return f"practice:{self.pk}"

    @property
    def url(self) -> str:
        """The profile's whole address."""
        return f"{settings.PUBLIC_URL}{self.get_absolute_url()}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a post's words, which is a link or is not."""

    text: str
    is_link: bool


class PracticePost(models.Model):
    """What an account said under a key of its choice; once taken down, only the key is left."""

    account = models.ForeignKey(PracticeAccount, on_delete=models.PROTECT, related_name="posts")
    key = models.CharField(max_length=100)
    words = models.TextField(blank=True)
    created_at = models.DateTimeField(help_text="When it was written, by the author's own clock.")
    received_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    # An earlier post of the same account, which this one goes on from.
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by"
    )

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "key"], name="practice_key_is_used_once_per_account"
            ),
            models.CheckConstraint(
                name="practice_key_is_well_formed", condition=models.Q(key__regex=KEY)
            ),
            models.CheckConstraint(
                name="practice_words_are_not_too_many_bytes",
                condition=LessThanOrEqual(
                    models.Func(
                        "words", function="OCTET_LENGTH", output_field=models.IntegerField()
                    ),
                    MOST_BYTES_OF_WORDS,
                ),
            ),
            models.CheckConstraint(
                name="practice_deleted_post_has_no_words",
                condition=models.Q(deleted_at=None) | models.Q(words=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-received_at", "-id"],
                condition=models.Q(deleted_at=None),
                name="practice_post_timeline",
            ),
            models.Index(fields=["account", "-received_at", "-id"], name="practice_post_profile"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of account {self.account_id}"

    def get_absolute_url(self) -> str:
        """Give the path of the post's page."""
        return reverse("practice:post", args=[self.account.handle, self.key])

    @property
    def url(self) -> str:
        """The whole address of the post's page."""
        return f"{settings.PUBLIC_URL}{self.get_absolute_url()}"

    def pieces(self) -> Iterator[Piece]:
        """Part the words into links and what stands between them."""
        told = 0
        for link in find_links(self.words):
            yield Piece(self.words[told : link.start], is_link=False)
            yield Piece(link.text, is_link=True)
            told = link.end
        yield Piece(self.words[told:], is_link=False)

    def take_down(self, at: datetime) -> None:
        """Empty the post of its words and mark it as deleted."""
        self.words = ""
        self.deleted_at = at


class PracticeUpload(models.Model):
    """The bytes of a picture that an account has brought, for its posts to show."""

    account = models.ForeignKey(PracticeAccount, on_delete=models.PROTECT, related_name="uploads")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=10, choices=MediaType)
    content = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "sha256"], name="practice_picture_is_kept_once_per_account"
            ),
            models.CheckConstraint(
                name="practice_picture_is_known_by_sha256", condition=models.Q(sha256__regex=SHA256)
            ),
            models.CheckConstraint(
                name="practice_picture_is_of_a_kind_that_is_taken",
                condition=models.Q(media_type__in=MediaType.values),
            ),
            models.CheckConstraint(
                name="practice_picture_is_not_too_many_bytes",
                condition=LessThanOrEqual(Length("content"), MOST_BYTES_OF_PICTURE),
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="practice_upload_sha256")]

    def __str__(self) -> str:
        return self.sha256


class PracticePicture(models.Model):
    """A picture in a post, with what it shows in words."""

    post = models.ForeignKey(PracticePost, on_delete=models.PROTECT, related_name="pictures")
    upload = models.ForeignKey(PracticeUpload, on_delete=models.PROTECT, related_name="pictures")
    alt = models.CharField(max_length=LONGEST_ALT, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["post", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "order"], name="practice_pictures_stand_one_after_the_other"
            ),
            models.CheckConstraint(
                name="practice_post_has_not_too_many_pictures",
                condition=models.Q(order__lt=MOST_PICTURES),
            ),
        ]

    def __str__(self) -> str:
        return f"picture {self.order} of post {self.post_id}"
