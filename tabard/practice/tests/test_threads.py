"""Conversations to learn in: what is said in them, who sees them, and that they are forgotten."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tabard.people.models import Person
from tabard.practice.models import PracticeThread, ThreadPost
from tabard.practice.tests import make
from tabard.practice.work import threads
from tabard.practice.work.threads import ThreadDraft
from tabard.record.actions import keep_bytes

pytestmark = pytest.mark.django_db

DEV = ThreadDraft("Anybody in?", name="Dev Hollis", handle="dev")


@pytest.fixture
def ada() -> Person:
    make.council(is_demonstration=True)
    return make.person(first_name="Ada", last_name="Lovelace")


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def thread_of(person: Person, *drafts: ThreadDraft) -> PracticeThread:
    thread = threads.open_for(person, title="A pothole")
    threads.say(thread, drafts or [ThreadDraft("The road is open!"), DEV])
    return thread


def address(thread: PracticeThread) -> str:
    return reverse("practice:thread", args=[thread.pk])


def test_what_is_said_stands_in_order_with_who_said_it(ada):
    thread = thread_of(ada)

    threads.say(thread, [ThreadDraft("Yes!", is_private=True, did=("You rang 999",))])

    assert [
        (post.number, post.name, post.handle, post.is_own, post.is_private, post.words, post.did)
        for post in thread.posts.all()
    ] == [
        (0, "Ada Lovelace", "you", True, False, "The road is open!", []),
        (1, "Dev Hollis", "dev", False, False, "Anybody in?", []),
        (2, "Ada Lovelace", "you", True, True, "Yes!", ["You rang 999"]),
    ]


def test_first_post_is_emptied_when_it_is_taken_down(ada):
    picture = keep_bytes(b"png", media_type="image/png")
    thread = thread_of(ada, ThreadDraft("Look!", picture=picture, alt="A desk."), DEV)

    threads.take_down_first(thread)

    first, second = thread.posts.all()
    assert (first.words, first.picture, first.alt) == ("", None, "")
    assert first.taken_down_at is not None
    assert second.words == DEV.words


def test_forgotten_conversation_takes_everything_with_it(ada):
    gone, stays = thread_of(ada), thread_of(ada)

    threads.forget([gone.pk])

    assert set(ThreadPost.objects.values_list("thread", flat=True)) == {stays.pk}


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"number": 0}, "practice_thread_is_in_order"),
        ({"words": ""}, "practice_thread_post_says_shows_or_does_something"),
        ({"words": "x" * 10_001}, "practice_thread_words_are_not_too_many_bytes"),
    ],
)
def test_what_must_hold_is_held_by_the_database(ada, broken, constraint):
    thread = thread_of(ada)
    told = {"number": 2, "words": "Yes.", **broken}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ThreadPost.objects.create(
            thread=thread, name="A", handle="a", is_own=False, posted_at=thread.opened_at, **told
        )


def test_post_that_was_taken_down_keeps_no_words(ada):
    thread = thread_of(ada)

    with (
        pytest.raises(IntegrityError, match="practice_thread_post_taken_down_is_empty"),
        transaction.atomic(),
    ):
        thread.posts.filter(number=0).update(taken_down_at=thread.opened_at)


class TestPages:
    def test_owner_reads_the_conversation(self, ada):
        page = browser(ada).get(address(thread_of(ada))).content.decode()

        assert "Dev Hollis" in page
        assert "Anybody in?" in page
        assert "Practice network: nothing here leaves this council" in page

    def test_nobody_else_reads_it(self, ada):
        thread = thread_of(ada)

        assert browser(make.person()).get(address(thread)).status_code == 403
        assert Client().get(address(thread)).status_code == 302

    def test_it_stands_on_no_page_that_others_see(self, ada):
        thread = thread_of(ada)

        others = [browser(make.person()), Client()]
        pages = [one.get(reverse("practice:timeline")).content.decode() for one in others]

        assert all(thread.title not in page and DEV.words not in page for page in pages)

    def test_owner_finds_it_on_the_practice_network(self, ada):
        thread = thread_of(ada)

        page = browser(ada).get(reverse("practice:timeline")).content.decode()

        assert address(thread) in page
        assert DEV.words not in page

    def test_picture_is_shown_to_the_owner_until_it_is_taken_down(self, ada):
        picture = keep_bytes(b"png", media_type="image/png")
        thread = thread_of(ada, ThreadDraft("Look!", picture=picture, alt="A desk."), DEV)
        where = reverse("practice:thread_picture", args=[thread.pk, 0])
        at_first = browser(ada).get(where)

        threads.take_down_first(thread)

        assert (at_first.content, at_first["Content-Type"]) == (b"png", "image/png")
        assert browser(make.person()).get(where).status_code == 403
        assert browser(ada).get(where).status_code == 404
        assert "You took this post down" in browser(ada).get(address(thread)).content.decode()

    @pytest.mark.parametrize("how_many", [2, 30])
    def test_page_asks_as_many_questions_for_many_posts(
        self, ada, how_many, django_assert_num_queries
    ):
        thread = thread_of(ada, *[DEV] * how_many)
        client = browser(ada)

        with django_assert_num_queries(6):
            client.get(address(thread))
