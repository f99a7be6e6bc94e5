"""Several posts are approved together: each by itself, and none that the list does not show."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.checks.api import Level
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.composing import actions
from tabard.composing.models import Message, MessageState
from tabard.composing.tests.test_views import signed_in, words_of
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
TOGETHER = "/reviews/together/"
NOTICED = "What a shitty morning. Ring Mrs Hargreaves on 07700 900123."
# What the page costs by itself, and each of the posts.
BY_ITSELF, EACH = 5, 31


def ticked(*messages: Message) -> dict[str, list[str]]:
    told = [(one.pk, one.submitted_at) for one in messages]
    return {"ticked": [f"{one} {at.isoformat() if at else ''}" for one, at in told]}


def approve(client: Client, *messages: Message) -> str:
    return words_of(client.post(TOGETHER, ticked(*messages)))


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def noticed() -> Message:
    """Make a post that waits though a check noticed something."""
    author = make.author()
    draft = actions.Draft(words=NOTICED, accounts=[make.account(author)])
    message = actions.write(draft, by=author)
    assert {one.level for one in message.findings.all()} <= {Level.ADVICE, Level.WARNING}
    because = {one.fingerprint: "She agreed." for one in message.findings.all()}
    draft = actions.Draft(words=NOTICED, accounts=draft.accounts, because=because)
    message = actions.rewrite(message, draft, by=author)
    return actions.submit(message, by=author)


def late() -> Message:
    return make.waiting_message(due_at=timezone.now() - timedelta(hours=1))


def in_parts() -> Message:
    message = make.waiting_message()
    message.versions.update(parts=["One.", "Two."])
    return message


def test_ticked_posts_are_approved_and_others_are_not():
    make.council()
    reviewer = make.reviewer()
    first, second, third = (make.waiting_message() for _ in range(3))

    said = approve(signed_in(reviewer), first, third)

    assert states() == ["approved", "waiting", "approved"]
    assert "2 of 2 posts approved" in said
    assert "Not approved" not in said
    assert Message.objects.get(pk=first.pk).approved_by == reviewer
    assert Entry.objects.filter(kind="message approved").count() == 2
    assert second.author.name not in said


def test_page_says_for_each_post_what_came_of_it_and_one_holds_up_no_other():
    make.council()
    changed, good = make.waiting_message(words="Changed."), make.waiting_message(words="Good.")
    told = ticked(changed, good)
    Message.objects.filter(pk=changed.pk).update(submitted_at=timezone.now())

    said = words_of(signed_in(make.reviewer()).post(TOGETHER, told))

    assert states() == ["waiting", "approved"]
    assert "1 of 2 posts approved" in said
    assert "The author has changed this post since you opened it. Read it again." in said
    assert "goes now" in said


@pytest.mark.parametrize(
    ("hard", "why"),
    [
        (noticed, "The checks noticed something that the list does not show."),
        (late, "Its time has passed, so approving it would not send it."),
        (in_parts, "It goes as a thread, whose parts the list does not show."),
    ],
)
def test_nobody_approves_unread_what_the_list_does_not_show(hard, why):
    make.council()
    message = hard()
    others = [make.waiting_message() for _ in range(2)]
    client = signed_in(make.reviewer())
    page = client.get(reverse("composing:waiting")).content.decode()

    said = approve(client, message, *others)

    assert f'id="ticked-{message.pk}"' not in page
    assert all(f'id="ticked-{one.pk}"' in page for one in others)
    assert why in said
    assert states() == ["waiting", "approved", "approved"]


def test_nothing_is_ticked_where_there_is_nothing_to_approve_together():
    make.council()
    make.waiting_message()

    said = words_of(signed_in(make.reviewer()).get(reverse("composing:waiting")))

    assert "Approve the ticked posts" not in said


def test_own_posts_and_those_of_one_s_manager_are_not_approved_together():
    make.council()
    manager = make.author()
    reviewer = make.accreditation(make.reviewer(manager=manager)).person
    own, theirs = make.waiting_message(reviewer), make.waiting_message(manager)

    said = approve(signed_in(reviewer), own, theirs)

    assert states() == ["waiting", "waiting"]
    assert "Somebody else has to check your own post." in said
    assert "Somebody whose line manager is not the author" in said


def test_what_may_not_be_seen_is_not_shown():
    make.council()
    draft = make.message(words="Nobody reads this yet.")

    said = approve(signed_in(make.reviewer()), draft)

    assert "Nobody reads this yet." not in said
    assert states() == [MessageState.WRITING]


@pytest.mark.parametrize("told", ["", "nonsense", "² x", "9" * 5_000, "999999 2026-99-99"])
def test_nonsense_approves_nothing(told: str):
    make.council()
    make.waiting_message()
    client = signed_in(make.reviewer())

    client.post(TOGETHER, {"ticked": [told]})

    assert states() == ["waiting"]


def test_wrong_time_approves_nothing():
    make.council()
    message = make.waiting_message()

    said = words_of(
        signed_in(make.reviewer()).post(TOGETHER, {"ticked": [f"{message.pk} 2026-99-99T00:00"]})
    )

    assert "Read it again." in said
    assert states() == ["waiting"]


def test_somebody_who_ticks_nothing_is_told_so():
    make.council()

    answer = signed_in(make.reviewer()).post(TOGETHER, follow=True)

    assert "Tick the posts that you want to approve." in words_of(answer)


def test_who_does_not_review_approves_nothing_together():
    message = make.waiting_message()

    assert signed_in(message.author).post(TOGETHER, ticked(message)).status_code == 403
    with pytest.raises(NotAllowedError):
        actions.approve_unopened(message, by=message.author, submitted_at=message.submitted_at)


def test_what_was_approved_by_now_is_not_approved_again():
    message = make.approved_message()

    with pytest.raises(NotNowError):
        actions.approve_unopened(message, by=make.reviewer(), submitted_at=message.submitted_at)


@pytest.mark.parametrize("how_many", [1, 3])
def test_each_post_costs_the_same(how_many: int, django_assert_num_queries):
    make.council()
    messages = [make.waiting_message() for _ in range(how_many)]
    client = signed_in(make.reviewer())

    with django_assert_num_queries(BY_ITSELF + how_many * EACH):
        said = approve(client, *messages)

    assert f"{how_many} of {how_many} post" in said
