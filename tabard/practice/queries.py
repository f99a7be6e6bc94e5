"""Questions across the practice network's posts."""

import hashlib

from django.db.models import Prefetch, QuerySet

from tabard.people.models import Person
from tabard.practice.models import (
    PracticeAccount,
    PracticePicture,
    PracticePost,
    PracticeThread,
    PracticeUpload,
    ThreadPost,
)


def token_hash(token: str) -> str:
    """Give what is kept of a token; it has 256 random bits, so it needs no salt and no slowness."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_with(token: str) -> PracticeAccount | None:
    """Find whose token this is."""
    return PracticeAccount.objects.filter(token_hash=token_hash(token)).first()


def posts() -> QuerySet[PracticePost]:
    """Give all posts, taken down or not, newest first, with what a page shows of each."""
    shown = PracticePicture.objects.select_related("upload").defer("upload__content")
    return PracticePost.objects.select_related("account", "answers").prefetch_related(
        Prefetch("pictures", queryset=shown)
    )


def live_posts() -> QuerySet[PracticePost]:
    """Give the posts that can be read, newest first."""
    return posts().filter(deleted_at=None)


def said_by(account: PracticeAccount, *, before: int | None) -> QuerySet[PracticePost]:
    """Give the posts of an account that can be read, newest first, from before one of them."""
    found = live_posts().filter(account=account).order_by("-pk")
    return found if before is None else found.filter(pk__lt=before)


def shown_picture(sha256: str) -> PracticeUpload | None:
    """Find a picture that at least one live post shows."""
    return PracticeUpload.objects.filter(
        sha256=sha256, pictures__post__deleted_at=None, pictures__isnull=False
    ).first()


def threads_of(person: Person) -> QuerySet[PracticeThread]:
    """Give the conversations in which somebody learns, newest first."""
    return PracticeThread.objects.filter(owner=person)


def posts_in(thread: PracticeThread) -> QuerySet[ThreadPost]:
    """Give what was said in a conversation, in order."""
    return ThreadPost.objects.filter(thread=thread).order_by("number")
