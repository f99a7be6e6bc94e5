"""The database keeps the network's promises."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tabard.practice.models import (
    MediaType,
    Piece,
    PracticeAccount,
    PracticePicture,
    PracticePost,
    PracticeUpload,
)
from tabard.practice.tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("handle", ["Reader", "ab", "a-b-c", "reader\n", "léa_reads"])
def test_handle_of_another_form_is_refused_by_the_database(handle: str):
    account = make.account()

    with pytest.raises(IntegrityError, match="practice_handle_is_well_formed"):
        PracticeAccount.objects.filter(pk=account.pk).update(handle=handle)


def test_token_in_clear_is_refused_by_the_database():
    account = make.account()

    with pytest.raises(IntegrityError, match="practice_token_is_kept_as_a_hash"):
        PracticeAccount.objects.filter(pk=account.pk).update(token_hash="a token in clear")


def test_same_handle_twice_is_refused_by_the_database():
    make.account("reader")
    account = make.account("writer")

    with pytest.raises(IntegrityError, match="handle"):
        PracticeAccount.objects.filter(pk=account.pk).update(handle="reader")


def test_key_twice_in_one_account_is_refused_by_the_database():
    post = make.post(key="one")

    with pytest.raises(IntegrityError, match="practice_key_is_used_once_per_account"):
        PracticePost.objects.create(
            account=post.account, key="one", created_at=timezone.now(), received_at=timezone.now()
        )


def test_same_key_in_two_accounts_is_two_posts():
    first = make.post(key="one")
    second = make.post(key="one")

    assert first != second


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"key": ".."}, "practice_key_is_well_formed"),
        ({"words": "é" * 5_001}, "practice_words_are_not_too_many_bytes"),
        ({"deleted_at": timezone.now()}, "practice_deleted_post_has_no_words"),
    ],
)
def test_post_beyond_its_limits_is_refused_by_the_database(
    change: dict[str, object], constraint: str
):
    post = make.post()

    with pytest.raises(IntegrityError, match=constraint):
        PracticePost.objects.filter(pk=post.pk).update(**change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"sha256": "G" * 64}, "practice_picture_is_known_by_sha256"),
        ({"media_type": "image/svg"}, "practice_picture_is_of_a_kind_that_is_taken"),
        ({"content": b"x" * 2_000_001}, "practice_picture_is_not_too_many_bytes"),
    ],
)
def test_upload_beyond_its_limits_is_refused_by_the_database(
    change: dict[str, object], constraint: str
):
    make.picture(make.account())

    with pytest.raises(IntegrityError, match=constraint):
        PracticeUpload.objects.update(**change)


def test_fifth_picture_is_refused_by_the_database():
    make.illustrated_post()

    with pytest.raises(IntegrityError, match="practice_post_has_not_too_many_pictures"):
        PracticePicture.objects.update(order=4)


def test_two_pictures_in_one_place_are_refused_by_the_database():
    picture = make.illustrated_post().pictures.get()

    with pytest.raises(IntegrityError, match="practice_pictures_stand_one_after_the_other"):
        PracticePicture.objects.create(post=picture.post, upload=picture.upload, order=0)


def test_names_of_things_are_short():
    account = make.account("reader")
    post = make.post(account=account, key="one")
    shown = make.illustrated_post(account=account).pictures.get()

    names = [str(account), str(post), str(shown), str(shown.upload)]

    assert names == [
        "@reader",
        f"one of account {account.pk}",
        f"picture 0 of post {shown.post_id}",
        shown.upload.sha256,
    ]


def test_addresses_are_whole(settings):
    settings.PUBLIC_URL = "https://tabard.example"
    account = make.account("reader")
    post = make.post(account=account, key="a.b:c~d")

    addresses = [account.url, post.url]

    assert addresses == [
        "https://tabard.example/practice/@reader",
        "https://tabard.example/practice/@reader/post/a.b:c~d",
    ]


def test_stable_id_outlives_the_handle():
    account = make.account("reader")
    before = account.stable_id

    account.handle = "writer"
    account.save()

    account.refresh_from_db()
    assert (account.stable_id, before) == (f"practice:{account.pk}", f"practice:{account.pk}")


@pytest.mark.parametrize(
    ("name", "initials"), [("Aisha Khan", "AK"), ("Ann Mary de Souza", "AM"), ("cher", "C")]
)
def test_initials_stand_for_a_portrait(name: str, initials: str):
    assert PracticeAccount(name=name).initials == initials


def test_words_are_parted_at_their_links():
    post = PracticePost(words="See https://exampleton.example/a, and b.")

    assert list(post.pieces()) == [
        Piece("See ", is_link=False),
        Piece("https://exampleton.example/a", is_link=True),
        Piece(", and b.", is_link=False),
    ]


def test_posts_stand_newest_first():
    account = make.account()
    old, new = make.post(account=account), make.post(account=account)
    old.received_at = new.received_at + timedelta(seconds=1)
    old.save()

    assert list(PracticePost.objects.all()) == [old, new]


def test_kinds_of_picture_are_named_as_pillow_names_them():
    assert MediaType.labels == ["JPEG", "PNG", "WEBP", "GIF"]
