"""What a post costs is shown before it is sent, and what is over a cap is not handed in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.composing import actions
from tabard.composing.models import MessageState
from tabard.people.models import Person
from tabard.spending.settings import ACCOUNT_CAP
from tabard.spending.tests import make as costs
from tests import make

pytestmark = pytest.mark.django_db

LINK = "Read on at https://example.gov.uk/bins"


@pytest.fixture(autouse=True)
def _council():
    make.council()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def test_preview_shows_what_each_version_costs_and_what_is_left_of_both_caps():
    author = make.author()
    account = make.account(author, network="x", handle="ada_x")
    free = make.account(author)
    costs.charge(account, "1")
    costs.charge(make.account(), "2")
    asked = {"words": LINK, "accounts": [account.pk, free.pk], "when": "now"}

    answer = signed_in(author).post(
        reverse("composing:preview"), asked, headers={"HX-Request": "true"}
    )

    month = f"{timezone.localdate():%B}"
    assert (
        "What it costs $0.201 as @ada_x on X, or $0.016 without a link. $24.00 of $25.00 is left "
        f"for this account in {month}. $247.00 of $250.00 is left for the whole council in {month}."
    ) in words_of(answer)
    assert words_of(answer).count("is left for this account") == 1


def test_nothing_is_said_of_costs_where_nothing_costs():
    author = make.author()
    message = make.message(author, words=LINK)

    answer = signed_in(author).get(reverse("composing:edit", args=[message.pk]))

    assert "What it costs" not in words_of(answer)


def test_own_words_with_a_link_cost_more_than_those_of_all():
    author = make.author()
    accounts = [make.account(author, network="x", handle=name) for name in ("one", "two")]
    message = make.message(author, words="Open again.", accounts=accounts)
    message.versions.filter(account=accounts[1]).update(own_words=LINK)

    said = words_of(signed_in(author).get(reverse("composing:edit", args=[message.pk])))

    assert "$0.016 as @one on X" in said
    assert "$0.201 as @two on X, or $0.016 without a link" in said


def test_post_over_a_cap_is_kept_as_a_draft_and_not_handed_in():
    make.chosen(ACCOUNT_CAP, 1)
    author = make.author()
    account = make.account(author, network="x", handle="ada_x")
    costs.charge(account, "0.9")
    asked = {"words": LINK, "accounts": [account.pk], "when": "now", "do": "submit"}

    answer = signed_in(author).post(reverse("composing:write"), asked)

    [message] = author.messages.all()
    assert message.state == MessageState.WRITING
    said = words_of(answer)
    assert "This post costs $0.201 on X, more than is left of the $1.00 that @ada_x may" in said
    assert "ask the programme team to raise the cap" in said
    assert "not enough" in said


def test_draft_over_a_cap_is_refused_beyond_the_form_too():
    make.chosen(ACCOUNT_CAP, 1)
    author = make.author()
    account = make.account(author, network="x")
    costs.charge(account, "1")
    message = make.message(author, accounts=[account])

    answer = signed_in(author).post(
        reverse("composing:submit", args=[message.pk]), {"do": "submit"}, follow=True
    )

    assert "This post costs $0.016 on X" in words_of(answer)
    with pytest.raises(NotAllowedError, match=r"This post costs \$0\.016 on X"):
        actions.submit(message, by=author)
    message.refresh_from_db()
    assert message.state == MessageState.WRITING


def test_post_of_next_month_may_be_handed_in_when_this_month_is_spent():
    make.chosen(ACCOUNT_CAP, 1)
    author = make.author()
    account = make.account(author, network="x")
    costs.charge(account, "1")
    due_at = timezone.now() + timedelta(days=32)
    message = make.message(author, accounts=[account], due_at=due_at)

    message = actions.submit(message, by=author)

    assert message.state == MessageState.WAITING


def test_reviewer_sees_what_it_costs():
    message = make.waiting_message(accounts=[make.account(network="x", handle="ada_x")])

    answer = signed_in(make.reviewer()).get(reverse("composing:review", args=[message.pk]))

    assert "$0.016 as @ada_x on X" in words_of(answer)
