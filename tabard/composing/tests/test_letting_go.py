"""Posts that go without a review before them, on the rung of their author."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation.models import Rung
from tabard.common.rules import NotAllowedError
from tabard.composing import actions, queries
from tabard.composing.actions import Draft
from tabard.composing.models import Message, MessageState
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

WRITE = "/messages/write/"


@pytest.fixture(autouse=True)
def _council():
    make.council()


def last_entry() -> tuple[str, list[int], dict[str, Any]]:
    entry = Entry.objects.last()
    assert entry is not None
    return entry.kind, entry.people, facts_of(entry)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def sent(author: Person, **differs: Any) -> dict[str, Any]:
    return {"words": "Hello", "accounts": make.account(author).pk, "when": "now", **differs}


@pytest.mark.parametrize("rung", ["sampled", "free"])
def test_trusted_author_s_post_goes_and_nobody_is_said_to_have_reviewed_it(rung: str):
    author = make.trusted_author(rung)
    message = make.message(author)

    found = actions.submit(message, by=author)

    assert (found.state, found.approved_by, found.let_go_on) == ("approved", None, rung)
    assert found.approved_at == found.submitted_at
    assert not found.is_reviewed
    assert list(queries.to_take_up()) == [found]
    assert last_entry() == (
        "message let go",
        [],
        {
            "message": message.pk,
            "author": author.pk,
            "by": author.pk,
            "words": message.words,
            "rung": rung,
        },
    )


def test_trusted_author_asks_for_a_review_all_the_same():
    author = make.trusted_author()

    found = actions.submit(make.message(author), by=author, to_review=True)

    assert (found.state, found.let_go_on) == (MessageState.WAITING, "")


@pytest.mark.parametrize("missing", ["rung", "certificate", "code", "time"])
def test_post_is_reviewed_where_anything_speaks_against_its_going_at_once(missing: str):
    author = make.trusted_author()
    if missing == "rung":
        author.accreditations.update(rung=Rung.CHECKED)
    elif missing == "certificate":
        author.sittings.update(valid_until=timezone.now())
    elif missing == "code":
        make.code(agree_by=timezone.now())
    else:
        author.accreditations.update(until=timezone.now())

    found = actions.submit(make.message(author), by=author)

    assert (found.state, found.let_go_on) == (MessageState.WAITING, "")


def test_reviewer_s_approval_takes_the_place_of_the_rung():
    author, reviewer = make.trusted_author(), make.reviewer()
    message = actions.submit(make.message(author), by=author)
    message = actions.ask_again(message, why="The certificate ran out.")

    message = actions.approve(message, by=reviewer, submitted_at=message.submitted_at)

    assert (message.approved_by, message.let_go_on) == (reviewer, "")
    assert message.is_reviewed


def test_rung_takes_the_place_of_an_earlier_reviewer():
    author = make.trusted_author()
    message = make.approved_message(author)
    actions.ask_again(message, why="It ran out.")
    actions.take_back(message, by=author)

    found = actions.submit(message, by=author)

    assert (found.approved_by, found.let_go_on, found.is_reviewed) == (None, "free", False)


def test_suspended_author_lets_nothing_go():
    author = make.trusted_author(state="suspended", reason="Why.")

    with pytest.raises(NotAllowedError, match="Your accreditation is suspended"):
        actions.submit(make.message(author), by=author)


def test_page_says_that_the_post_goes_at_once_and_offers_a_review():
    author = make.trusted_author("sampled")
    make.account(author)

    page = words_of(signed_in(author).get(WRITE))

    assert "This post goes without a review before it You are on the rung “sampled”." in page
    assert "Posts go at once. Some are looked at afterwards." in page
    assert "Send Ask for a review Save draft" in page
    assert "As soon as it is approved" not in page


def test_page_says_every_reason_why_a_post_is_checked_first_with_its_way_out():
    author = make.accreditation(rung=Rung.CHECKED).person
    make.account(author)

    answer = signed_in(author).get(WRITE)

    assert (
        "A reviewer checks this post before it goes "
        "You have no certificate of the course “pilot” yet. See your training "
        "You are on the first rung, “checked”: a reviewer reads every post before it goes. "
        "See your accreditation"
    ) in words_of(answer)
    assert f'href="{reverse("training:courses")}">See your training' in answer.content.decode()
    assert "Send for review Save draft" in words_of(answer)


def test_page_of_a_draft_says_why_it_cannot_go_now():
    author = make.trusted_author(state="suspended", reason="We look into it.")
    message = make.message(author)

    page = words_of(signed_in(author).get(reverse("composing:edit", args=[message.pk])))

    assert "This post cannot go now Your accreditation is suspended: We look into it." in page


@pytest.mark.parametrize(
    ("differs", "told"),
    [
        ({"do": "send"}, "Sent. Your post goes now."),
        ({"do": "submit"}, "Sent for review. You hear when a reviewer has decided."),
    ],
)
def test_buttons_do_what_they_say(differs: dict[str, str], told: str):
    author = make.trusted_author()

    answer = signed_in(author).post(WRITE, sent(author, **differs), follow=True)

    assert told in words_of(answer)
    assert (Message.objects.get().state == "approved") == (differs["do"] == "send")


def test_post_for_a_time_goes_at_its_time():
    author = make.trusted_author()
    message = make.message(author, due_at=timezone.now() + timedelta(hours=2))

    answer = signed_in(author).post(
        reverse("composing:submit", args=[message.pk]), {"do": "send"}, follow=True
    )

    assert "Sent. Your post goes at its time." in words_of(answer)


def test_send_pressed_on_a_page_that_is_out_of_date_asks_for_a_review():
    author = make.trusted_author()
    author.accreditations.update(rung=Rung.CHECKED)

    answer = signed_in(author).post(WRITE, sent(author, do="send"), follow=True)

    assert "Sent for review." in words_of(answer)


def test_send_for_review_pressed_after_a_move_up_still_asks_for_a_review():
    author = make.trusted_author()
    message = make.message(author)

    signed_in(author).post(reverse("composing:submit", args=[message.pk]))

    assert Message.objects.get().state == MessageState.WAITING


def test_what_is_missing_is_said_before_it_is_sent():
    author = make.trusted_author()

    answer = signed_in(author).post(WRITE, sent(author, do="send", words=""))

    assert "Enter what you want to say" in words_of(answer)
    assert not Message.objects.filter(state=MessageState.APPROVED).exists()


def test_nobody_is_told_that_a_reviewer_approved_what_was_let_go():
    author = make.trusted_author()
    message = actions.submit(make.message(author), by=author)

    page = words_of(signed_in(make.reviewer()).get(reverse("composing:review", args=[message.pk])))

    assert "approved this post" not in page
    assert f"{author} sent this post without a review before it, on the rung “free”." in page


def test_moving_down_leaves_drafts_posts_and_accounts_where_they_are():
    author = make.trusted_author()
    account = make.account(author)
    draft = actions.write(Draft("A draft.", [account]), by=author)
    gone = actions.submit(actions.write(Draft("Gone.", [account]), by=author), by=author)
    author.accreditations.update(rung=Rung.CHECKED)
    client = signed_in(author)

    answers = [
        client.get(reverse("composing:edit", args=[draft.pk])),
        client.get(reverse("publishing:post", args=[gone.pk])),
        client.get(reverse("accounts:mine")),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert str(account) in words_of(answers[2])
    rewritten = actions.rewrite(draft, Draft("Changed.", [account]), by=author)
    assert actions.submit(rewritten, by=author).state == MessageState.WAITING
