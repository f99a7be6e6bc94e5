"""What the network does for its clients."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from tabard.practice import work
from tabard.practice.models import (
    MediaType,
    PracticeAccount,
    PracticePicture,
    PracticePost,
    PracticeUpload,
)
from tabard.practice.rules import DraftPicture
from tabard.practice.tests import make

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_post_is_published_with_its_pictures_in_order():
    account = make.account()
    pictures = (make.picture(account, colour="red"), make.picture(account, colour="blue"))

    post, is_new = work.publish(account, "one", make.draft("Hello", pictures=pictures))

    shown = [(one.upload.sha256, one.alt) for one in post.pictures.all()]
    assert (is_new, post.words) == (True, "Hello")
    assert shown == [(one.sha256, one.alt) for one in pictures]


def test_same_post_again_is_the_same_post():
    account = make.account()
    pictures = (make.picture(account),)
    first, _ = work.publish(account, "one", make.draft(pictures=pictures))

    again, is_new = work.publish(
        account, "one", make.draft(pictures=pictures, created_at=NOON - timedelta(days=1))
    )

    assert (again, is_new) == (first, False)
    assert (PracticePost.objects.count(), PracticePicture.objects.count()) == (1, 1)


def test_other_words_under_the_same_key_are_refused():
    post = make.post("Hello")

    with pytest.raises(work.KeyTakenError, match="another post"):
        work.publish(post.account, post.key, make.draft("Goodbye"))


def test_other_alt_text_under_the_same_key_is_refused():
    account = make.account()
    picture = make.picture(account, alt="A cat.")
    make.post(account=account, key="one", pictures=(picture,))

    with pytest.raises(work.KeyTakenError, match="another post"):
        work.publish(account, "one", make.draft(pictures=(DraftPicture(picture.sha256, "A dog."),)))


def test_key_of_a_post_that_was_taken_down_is_never_used_again():
    post = make.post("Hello")
    work.take_down(post.account, post.key)

    with pytest.raises(work.KeyTakenError, match="taken down"):
        work.publish(post.account, post.key, make.draft("Hello"))


def test_picture_that_somebody_else_brought_is_unknown():
    picture = make.picture(make.account())

    with pytest.raises(work.UnknownPictureError, match=picture.sha256):
        work.publish(make.account(), "one", make.draft(pictures=(picture,)))

    assert not PracticePost.objects.exists()


def test_sixty_first_post_in_a_minute_waits():
    account = make.account()
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(60):
            make.post(account=account, key=f"post-{number}")
        clock.shift(20)

        with pytest.raises(work.TooManyError) as refusal:
            make.post(account=account, key="one-too-many")

    assert refusal.value.seconds == 40


def test_repetition_of_the_sixtieth_post_does_not_wait():
    account = make.account()
    for number in range(60):
        make.post("Hello", account=account, key=f"post-{number}")

    _, is_new = work.publish(account, "post-59", make.draft("Hello"))

    assert not is_new


def test_other_accounts_do_not_wait_for_a_busy_one():
    busy = make.account()
    for _ in range(60):
        make.post(account=busy)

    assert make.post().words == "Story time at ten."


def test_posts_go_on_after_the_wait():
    account = make.account()
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(60):
            make.post(account=account, key=f"post-{number}")
        clock.shift(60)

        make.post(account=account, key="later")

    assert account.posts.count() == 61


def test_sixty_first_picture_in_a_minute_waits():
    account = make.account()
    for number in range(60):
        make.picture(account, colour=f"rgb({number}, 0, 0)")

    with pytest.raises(work.TooManyError):
        make.picture(account, colour="white")


def test_same_picture_again_is_kept_once():
    account = make.account()

    first, second = make.picture(account), make.picture(account)

    assert (first, account.uploads.count()) == (second, 1)


def test_picture_that_no_post_showed_for_a_day_is_let_go():
    account = make.account()
    with time_machine.travel(NOON, tick=False) as clock:
        make.picture(account, colour="red")
        shown = make.illustrated_post(account=account, colour="green").pictures.get().upload
        clock.shift(timedelta(days=1, seconds=1))

        new = make.picture(account, colour="blue")

    kept = set(account.uploads.values_list("sha256", flat=True))
    assert kept == {shown.sha256, new.sha256}


def test_old_picture_that_is_brought_again_is_kept_for_another_day():
    account = make.account()
    with time_machine.travel(NOON, tick=False) as clock:
        old = make.picture(account, colour="red")
        clock.shift(timedelta(days=2))
        make.picture(account, colour="red")
        clock.shift(timedelta(hours=23))
        make.picture(account, colour="blue")

    assert account.uploads.filter(sha256=old.sha256).exists()


def test_taking_down_removes_words_and_pictures_for_good():
    post = make.illustrated_post()

    work.take_down(post.account, post.key)

    post.refresh_from_db()
    left = (PracticePicture.objects.count(), PracticeUpload.objects.count())
    assert (post.words, post.deleted_at is None, left) == ("", False, (0, 0))


def test_picture_that_another_post_shows_outlives_the_first():
    account = make.account()
    picture = make.picture(account)
    make.post(account=account, key="first", pictures=(picture,))
    second = make.post(account=account, key="second", pictures=(picture,))

    work.take_down(account, "first")

    assert second.pictures.get().upload.sha256 == picture.sha256


def test_taking_down_twice_keeps_the_first_time():
    post = make.post()
    with time_machine.travel(NOON, tick=False) as clock:
        work.take_down(post.account, post.key)
        clock.shift(60)
        work.take_down(post.account, post.key)

    post.refresh_from_db()
    assert post.deleted_at == NOON


def test_taking_down_what_never_was_leaves_no_trace():
    work.take_down(make.account(), "never")

    assert not PracticePost.objects.exists()


def test_nobody_takes_down_somebody_elses_post():
    post = make.post(key="one")

    work.take_down(make.account(), "one")

    post.refresh_from_db()
    assert post.deleted_at is None


# The record cannot be emptied after a test, so nothing of it is touched here.
@pytest.mark.django_db(
    transaction=True, available_apps=["tabard.practice", "tabard.people", "tabard.council"]
)
def test_same_post_from_four_clients_at_once_is_published_once():
    account = PracticeAccount.objects.create(
        handle="reader", owner=make.person(), token_hash="0" * 64, created_at=NOON
    )
    draft = make.draft()

    def publish(_client: int) -> bool:
        try:
            return work.publish(account, "one", draft)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clients:
        new = sorted(clients.map(publish, range(4)))

    assert (new, PracticePost.objects.count()) == ([False, False, False, True], 1)


def test_picture_is_kept_byte_for_byte():
    account: PracticeAccount = make.account()
    content = make.picture_bytes(MediaType.JPEG)

    work.keep_picture(account, content, media_type=MediaType.JPEG)

    upload = account.uploads.get()
    assert (bytes(upload.content), upload.media_type) == (content, "image/jpeg")
