"""Posts and pictures of clients: the practice network takes them, and takes them down."""

import hashlib
import math
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tabard.common.locking import lock
from tabard.practice.models import (
    MediaType,
    PracticeAccount,
    PracticePicture,
    PracticePost,
    PracticeUpload,
)
from tabard.practice.rules import Draft, DraftPicture

MOST_AT_A_TIME = 60
A_TIME = timedelta(minutes=1)
# How long a picture waits for the post that shows it.
PATIENCE = timedelta(days=1)


class KeyTakenError(Exception):
    """The key stands for another post, or for one that was taken down."""


class UnknownPictureError(Exception):
    """The account has not brought this picture."""


class NothingToAnswerError(Exception):
    """The account has no such post that could be answered."""


class TooManyError(Exception):
    """The account has to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{MOST_AT_A_TIME} in a minute are enough.")
        self.seconds = seconds


@transaction.atomic
def forget_token(account: PracticeAccount) -> None:
    """Let nothing open an account until its owner is given a new token."""
    account = lock(account)
    # The hash of what nobody has ever seen.
    account.token_hash = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
    account.save(update_fields=["token_hash"])


@transaction.atomic
def publish(account: PracticeAccount, key: str, draft: Draft) -> tuple[PracticePost, bool]:
    """Put a post on the network once, and say whether it is new."""
    account = lock(account)
    earlier = PracticePost.objects.filter(account=account, key=key).first()
    if earlier is not None:
        _insist_on_same(earlier, draft)
        return earlier, False
    _insist_on_pace(account.posts.all())
    uploads = _uploads_for(account, draft.pictures)
    answers = _answered(account, draft)
    post = PracticePost.objects.create(
        account=account,
        key=key,
        words=draft.words,
        created_at=draft.created_at,
        received_at=timezone.now(),
        answers=answers,
    )
    PracticePicture.objects.bulk_create(
        PracticePicture(post=post, upload=uploads[one.sha256], alt=one.alt, order=order)
        for order, one in enumerate(draft.pictures)
    )
    return post, True


def _insist_on_same(post: PracticePost, draft: Draft) -> None:
    """Take a repetition for what it is; the time at which it says it was written may differ."""
    if post.deleted_at is not None:
        raise KeyTakenError("The post with this key was taken down.")
    shown = tuple(
        DraftPicture(sha256, alt)
        for sha256, alt in post.pictures.values_list("upload__sha256", "alt")
    )
    answers = post.answers.key if post.answers else None
    if (post.words, shown, answers) != (draft.words, draft.pictures, draft.answers):
        raise KeyTakenError("There is another post with this key.")


def _answered(account: PracticeAccount, draft: Draft) -> PracticePost | None:
    """Find the post that a draft goes on from."""
    if draft.answers is None:
        return None
    found = account.posts.filter(key=draft.answers, deleted_at=None).first()
    if found is None:
        raise NothingToAnswerError("The post that this answers is not there any more.")
    return found


def _uploads_for(
    account: PracticeAccount, pictures: tuple[DraftPicture, ...]
) -> dict[str, PracticeUpload]:
    wanted = {one.sha256 for one in pictures}
    found = account.uploads.filter(sha256__in=wanted).defer("content")
    known = {upload.sha256: upload for upload in found}
    for missing in sorted(wanted - known.keys()):
        raise UnknownPictureError(f"Bring the picture {missing} first.")
    return known


def _insist_on_pace(things: QuerySet[PracticePost] | QuerySet[PracticeUpload]) -> None:
    now = timezone.now()
    lately = things.filter(received_at__gt=now - A_TIME).order_by("-received_at")
    times = list(lately.values_list("received_at", flat=True)[:MOST_AT_A_TIME])
    if len(times) == MOST_AT_A_TIME:
        raise TooManyError(math.ceil((times[-1] + A_TIME - now).total_seconds()))


@transaction.atomic
def keep_picture(
    account: PracticeAccount, content: bytes, *, media_type: MediaType
) -> PracticeUpload:
    """Keep a picture for a post to come, and let go of those that have waited too long."""
    account = lock(account)
    now = timezone.now()
    sha256 = hashlib.sha256(content).hexdigest()
    account.uploads.filter(pictures=None, received_at__lt=now - PATIENCE).exclude(
        sha256=sha256
    ).delete()
    known = account.uploads.filter(sha256=sha256).defer("content").first()
    if known is not None:
        known.received_at = now
        known.save(update_fields=["received_at"])
        return known
    _insist_on_pace(account.uploads.all())
    return PracticeUpload.objects.create(
        account=account, sha256=sha256, media_type=media_type, content=content, received_at=now
    )


@transaction.atomic
def take_down(account: PracticeAccount, key: str) -> None:
    """Remove a post's words and pictures for good and keep its key from being used again."""
    account = lock(account)
    post = account.posts.filter(key=key, deleted_at=None).first()
    if post is None:
        return
    shown = list(post.pictures.values_list("upload_id", flat=True))
    post.pictures.all().delete()
    account.uploads.filter(pk__in=shown, pictures=None).delete()
    post.take_down(timezone.now())
    post.save(update_fields=["words", "deleted_at"])
