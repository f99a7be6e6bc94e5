"""The pages that show what became of posts, and on which they are stopped."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Account, AccountState, Connection
from tabard.accreditation.queries import permission
from tabard.composing.models import Message, MessageState, Picture
from tabard.people.models import Person, Role
from tabard.publishing.models import Delivery, DeliveryState
from tabard.record.actions import keep_bytes
from tests import make

pytestmark = pytest.mark.django_db

S = DeliveryState
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _council():
    make.council()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words_of(answer) -> str:
    """Give what a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def tags_of(answer) -> list[str]:
    page = answer.content.decode()
    return re.findall(r'<strong class="govuk-tag[^"]*">\s*(.*?)\s*</strong>', page)


def posted(person: Person, url: str, **sent: str) -> tuple[int, str]:
    answer = signed_in(person).post(url, sent)
    return answer.status_code, words_of(answer)


# Lists


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_of_one_s_own_posts(how_many: int, django_assert_num_queries):
    author = make.author()
    for _ in range(how_many):
        make.delivery(make.approved_message(author), state=S.CONFIRMED)
    client = signed_in(author)

    with django_assert_num_queries(14):
        answer = client.get(reverse("publishing:posts"))

    assert tags_of(answer) == ["On the network, confirmed"] * how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_of_all_posts(how_many: int, django_assert_num_queries):
    for _ in range(how_many):
        make.delivery(state=S.HELD)
    client = signed_in(make.reviewer())

    with django_assert_num_queries(9):
        answer = client.get(reverse("publishing:all"))

    assert tags_of(answer) == ["Held"] * how_many


def test_list_shows_drafts_to_their_author_only():
    draft = make.message(words="A first thought.")

    assert "A first thought." in words_of(signed_in(draft.author).get(reverse("publishing:posts")))
    assert "A first thought." not in words_of(
        signed_in(make.reviewer()).get(reverse("publishing:all"))
    )


def test_empty_list_says_what_to_do():
    answer = signed_in(make.author()).get(reverse("publishing:posts"))

    assert "You have not written anything yet." in words_of(answer)
    assert reverse("composing:write") in answer.content.decode()


@pytest.mark.parametrize("posts", [0, 1])
def test_whoever_may_not_write_is_not_offered_to(posts: int):
    author = make.author()
    for _ in range(posts):
        make.delivery(make.approved_message(author), state=S.CONFIRMED)
    author.accreditations.update(state="ended", reason="She moved on.")

    answer = signed_in(author).get(reverse("publishing:posts"))

    assert f'href="{reverse("composing:write")}"' not in answer.content.decode()


def test_empty_list_of_a_state_leads_to_all():
    make.delivery(state=S.CONFIRMED)

    answer = signed_in(make.reviewer()).get(reverse("publishing:all"), {"state": "failed"})

    assert "There are no posts in this state. Show all posts" in words_of(answer)


def test_list_of_a_state_keeps_it_on_the_next_page():
    author = make.author()
    account = make.account(author)
    for _ in range(21):
        make.delivery(make.approved_message(author, accounts=[account]), state=S.FAILED)
    make.delivery(state=S.CONFIRMED)

    answer = signed_in(make.reviewer()).get(
        reverse("publishing:all"), {"state": "failed", "page": "2"}
    )

    assert len(tags_of(answer)) == 1
    assert "?state=failed&amp;page=1" in answer.content.decode()


def test_draft_without_an_account_is_listed():
    author = make.author()
    make.message(author, accounts=[])

    answer = signed_in(author).get(reverse("publishing:posts"))

    assert "Being written, for no account yet" in words_of(answer)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DUTY_OFFICER, Role.EVALUATOR], ids=str)
def test_list_of_all_posts_is_closed_to_others(role: Role):
    answer = signed_in(make.person(role)).get(reverse("publishing:all"))

    assert answer.status_code == 403
    assert "This page is for reviewers and oversight officers." in words_of(answer)


# One post


@pytest.mark.parametrize("state", list(S))
def test_page_says_of_every_state_what_is_known_and_no_more(state: S):
    delivery = make.delivery(state=state)
    message = delivery.version.message

    answer = signed_in(message.author).get(reverse("publishing:post", args=[message.pk]))

    assert tags_of(answer) == [state.label]
    assert ("See it on Practice network" in words_of(answer)) == (state == S.CONFIRMED)
    assert ("Take it down" in words_of(answer)) == (state in {S.SENT, S.CONFIRMED})


def test_only_what_is_confirmed_is_called_on_the_network():
    hopeful = re.compile(r"\b(sent|published|posted|on the network, confirmed)\b", re.IGNORECASE)

    assert [state for state in S if hopeful.match(state.label)] == [S.CONFIRMED]


def test_page_shows_what_did_not_arrive():
    delivery = make.delivery(
        state=S.CONFIRMED,
        differences=[
            {"what": "words", "expected": "Ten o'clock", "found": "Ten"},
            {"what": "link", "expected": "", "found": "https://other.example/"},
        ],
    )
    message = delivery.version.message

    answer = signed_in(message.author).get(reverse("publishing:post", args=[message.pk]))

    assert (
        "What As you wrote it As it is there Words Ten o&#x27;clock Ten "
        "Link Nothing https://other.example/"
    ) in words_of(answer)


def test_held_post_gives_its_author_every_reason_with_its_own_way_out():
    author = make.author()
    account, other = make.account(author, handle="ada"), make.account(author, handle="grace")
    message = make.approved_message(author, accounts=[account])
    make.delivery(message, state=S.HELD, problem="Two things in one text.")
    author.accreditations.update(state="suspended", reason="A complaint.")
    author.holdings.filter(account=account).update(until=timezone.now())

    page = signed_in(author).get(reverse("publishing:post", args=[message.pk]))
    theirs = words_of(signed_in(make.reviewer()).get(reverse("publishing:post", args=[message.pk])))

    reasons = [one for one in permission(author, account).reasons if one.stops]
    assert len(reasons) == 2
    for reason in reasons:
        assert f"{reason.why} {reason.way_out.words}" in words_of(page)
        assert f'href="{reason.way_out.url}"' in page.content.decode()
    assert "Two things in one text." not in words_of(page)
    assert "Two things in one text." in theirs
    assert reasons[0].why not in theirs
    assert str(other) not in words_of(page)


@pytest.mark.parametrize(
    ("state", "of_account", "way_out"),
    [
        (S.HELD, {"state": AccountState.LOST}, "Connect @ada again"),
        (S.SENT, {"state": AccountState.LOST}, "Connect @ada again"),
        (S.HELD, {}, "See how your accreditation stands"),
    ],
)
def test_problem_comes_with_its_way_out(state: S, of_account: dict[str, Any], way_out: str):
    author = make.author()
    account = make.account(author, handle="ada", **of_account)
    message = make.approved_message(author, accounts=[account])
    make.delivery(message, state=state, problem="This is why.")

    mine = words_of(signed_in(author).get(reverse("publishing:post", args=[message.pk])))
    theirs = words_of(signed_in(make.reviewer()).get(reverse("publishing:post", args=[message.pk])))

    assert f"This is why. {way_out}" in mine
    assert "This is why." in theirs
    assert way_out not in theirs


def test_what_the_author_was_told_others_read_as_such():
    author = make.author(first_name="Ada", last_name="Lovelace")
    message = make.approved_message(author)
    make.delivery(message, state=S.HELD, problem="Your accreditation is suspended.")

    mine = words_of(signed_in(author).get(reverse("publishing:post", args=[message.pk])))
    theirs = words_of(signed_in(make.reviewer()).get(reverse("publishing:post", args=[message.pk])))

    assert "was told" not in mine
    assert "Ada Lovelace was told: “Your accreditation is suspended.”" in theirs


def test_part_that_did_not_get_there_is_written_again_for_its_account_alone():
    author = make.author()
    there, not_there = make.account(author), make.account(author, handle="ada")
    message = make.approved_message(author, accounts=[there, not_there])
    for version, state in zip(message.versions.all(), [S.CONFIRMED, S.FAILED], strict=True):
        Delivery.objects.create(
            version=version,
            state=state,
            due_at=timezone.now(),
            confirmed_at=timezone.now(),
            network_id="key",
            once_only_key=f"key{version.pk}",
        )
    client = signed_in(author)

    page = client.get(reverse("publishing:post", args=[message.pk])).content.decode()
    [again] = re.findall(r'href="([^"]*again=[^"]*)"[^>]*>Write it again for @ada<', page)
    chosen = client.get(again.replace("&amp;", "&")).content.decode()

    assert re.findall(r'name="accounts"[^>]*value="(\d+)" checked', chosen) == [str(not_there.pk)]


@pytest.mark.parametrize("state", [S.EXPIRED, S.FAILED, S.CANCELLED])
def test_post_that_got_nowhere_is_written_again_with_one_button(state: S):
    delivery = make.delivery(state=state, problem="This is why.")
    message = delivery.version.message

    answer = signed_in(message.author).get(reverse("publishing:post", args=[message.pk]))

    assert answer.content.decode().count(f"/messages/write/?again={message.pk}") == 1


def test_post_that_waits_for_its_second_review_offers_no_way_past_it():
    message = make.waiting_message()
    make.delivery(message, state=S.HELD, problem="This is why.", due_at=timezone.now())

    answer = signed_in(message.author).get(reverse("publishing:post", args=[message.pk]))

    assert "See how your accreditation stands" not in words_of(answer)


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("writing", ["Send for review", "Change it", "Call it off"]),
        ("waiting", ["Take it back to change it", "Call it off"]),
        ("approved", ["Call it off"]),
        ("withdrawn", ["Write it again"]),
    ],
)
def test_author_can_do_what_the_state_allows(state: str, buttons: list[str]):
    author, now = make.author(), timezone.now()
    approved: dict[str, Any] = {
        "approved_at": now,
        "approved_by": make.reviewer(),
        "submitted_at": now,
    }
    message = make.message(author, state=MessageState(state), **approved)

    page = words_of(signed_in(author).get(reverse("publishing:post", args=[message.pk])))

    every = ["Send for review", "Take it back", "Change it", "Write it again", "Call it off"]
    found = [one for one in every if one in page.split("Where it is")[0].rsplit("Your post", 1)[1]]
    assert found == [one for one in every if any(button.startswith(one) for button in buttons)]


def test_other_people_get_no_buttons():
    message = make.waiting_message()

    page = words_of(
        signed_in(make.oversight_officer()).get(reverse("publishing:post", args=[message.pk]))
    )

    assert "Take it back" not in page
    assert "Call it off" not in page


def test_oversight_officer_is_told_for_what_to_take_down():
    delivery = make.delivery(state=S.CONFIRMED)

    page = words_of(
        signed_in(make.oversight_officer()).get(
            reverse("publishing:post", args=[delivery.version.message_id])
        )
    )

    assert "(only for danger now)" in page


def test_author_sees_who_took_a_post_down_and_why():
    officer = make.oversight_officer()
    delivery = make.delivery(
        state=S.REMOVING, taken_down_by=officer, taken_down_because="A child's address."
    )
    message = delivery.version.message

    page = words_of(signed_in(message.author).get(reverse("publishing:post", args=[message.pk])))

    assert f"{officer} asked for it to be taken down: A child&#x27;s address." in page


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (make.reviewer, 200),
        (make.programme_member, 200),
        (make.oversight_officer, 200),
        (make.author, 403),
        (make.person, 403),
    ],
)
def test_post_is_seen_by_its_author_and_by_those_who_review_and_oversee(person, status: int):
    message = make.waiting_message()

    answer = signed_in(person()).get(reverse("publishing:post", args=[message.pk]))

    assert answer.status_code == status


def test_draft_of_somebody_else_is_closed_to_everybody():
    message = make.message(submitted_at=timezone.now())

    answer = signed_in(make.oversight_officer()).get(reverse("publishing:post", args=[message.pk]))

    assert answer.status_code == 403
    assert "This post is with its author, who is still writing it." in words_of(answer)


def test_post_that_is_not_there_is_not_found():
    assert signed_in(make.author()).get(reverse("publishing:post", args=[1])).status_code == 404


def test_words_and_picture_are_shown_with_links():
    message = make.waiting_message(words="See https://a.example/x & <b>this</b>.")

    answer = signed_in(message.author).get(reverse("publishing:post", args=[message.pk]))

    assert (
        'See <a class="govuk-link" href="https://a.example/x" rel="nofollow noopener">'
        "https://a.example/x</a> &amp; &lt;b&gt;this&lt;/b&gt;."
    ) in answer.content.decode()


@pytest.mark.parametrize(("how_many", "told"), [(1, "With a picture."), (2, "With 2 pictures.")])
def test_pictures_are_shown_in_their_order_and_counted_in_lists(how_many: int, told: str):
    message = make.waiting_message()
    for place in range(how_many):
        blob = keep_bytes(b"%d" % place, media_type="image/jpeg")
        Picture.objects.create(
            message=message, blob=blob, place=place, alt=f"Picture {place}.", width=1, height=1
        )
    client = signed_in(message.author)

    page = client.get(reverse("publishing:post", args=[message.pk])).content.decode()

    assert re.findall(r'alt="(Picture [0-9])\."', page) == [f"Picture {n}" for n in range(how_many)]
    assert told in words_of(client.get(reverse("publishing:posts")))


# Looking again


@pytest.mark.parametrize("state", list(S))
def test_page_looks_again_by_itself_only_while_something_moves(state: S):
    later = timezone.now() + timedelta(hours=1)
    delivery = make.delivery(state=state, due_at=later)
    message = delivery.version.message

    answer = signed_in(message.author).get(reverse("publishing:post", args=[message.pk]))

    moves = state in {S.DUE, S.SENDING, S.SENT, S.UNSURE, S.REMOVING}
    assert ("hx-get" in answer.content.decode()) == moves
    assert ("Look again" in words_of(answer)) == moves


def test_page_looks_again_by_itself_when_a_post_is_due_soon():
    delivery = make.delivery(due_at=timezone.now() + timedelta(minutes=1))
    message = delivery.version.message

    answer = signed_in(message.author).get(reverse("publishing:post", args=[message.pk]))

    assert "hx-get" in answer.content.decode()


def test_approved_post_without_a_delivery_is_about_to_have_one():
    message = make.approved_message()

    answer = signed_in(message.author).get(reverse("publishing:post", args=[message.pk]))

    assert tags_of(answer) == ["Approved, about to be scheduled"]
    assert "hx-get" in answer.content.decode()


def test_look_that_finds_nothing_new_changes_nothing_on_the_page():
    delivery = make.delivery(state=S.SENT)
    client = signed_in(delivery.version.message.author)
    url = reverse("publishing:post", args=[delivery.version.message_id])
    [again] = re.findall(r'hx-get="([^"]+)"', client.get(url).content.decode())

    same = client.get(again, headers=HTMX)
    Delivery.objects.update(state=S.CONFIRMED, confirmed_at=timezone.now())
    other = client.get(again, headers=HTMX)

    assert (same.status_code, other.status_code) == (204, 200)
    assert tags_of(other) == ["On the network, confirmed"]
    assert "<html" not in other.content.decode()
    assert 'hx-swap-oob="innerHTML"' in other.content.decode()
    assert "hx-get" not in other.content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_page_of_a_post_asks_as_much_for_three_accounts(how_many: int, django_assert_num_queries):
    author = make.author()
    accounts: list[Account] = [make.account(author) for _ in range(how_many)]
    message = make.approved_message(author, accounts=accounts)
    for version in message.versions.all():
        Delivery.objects.create(
            version=version, due_at=timezone.now(), once_only_key=f"key{version.pk}"
        )
    client = signed_in(author)

    with django_assert_num_queries(10):
        client.get(reverse("publishing:post", args=[message.pk]))


# Calling off


def test_author_is_asked_before_a_post_is_called_off():
    delivery = make.delivery(due_at=timezone.now() + timedelta(hours=1))
    message = delivery.version.message

    answer = signed_in(message.author).get(reverse("publishing:call_off", args=[message.pk]))

    assert answer.status_code == 200
    assert Message.objects.get().state == MessageState.APPROVED


def test_author_calls_a_post_off():
    delivery = make.delivery()
    message = delivery.version.message
    client = signed_in(message.author)

    answer = client.post(reverse("publishing:call_off", args=[message.pk]), follow=True)

    assert Delivery.objects.get().state == S.CANCELLED
    assert "Called off. What had not gone yet will not go." in words_of(answer)


@pytest.mark.parametrize("method", ["get", "post"])
def test_other_people_call_nothing_off(method: str):
    message = make.delivery().version.message
    client = signed_in(make.oversight_officer())

    answer = getattr(client, method)(reverse("publishing:call_off", args=[message.pk]))

    assert answer.status_code == 403
    assert "Only the person who wrote a post can call it off." in words_of(answer)


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_has_gone_is_not_called_off(method: str):
    message = make.delivery(state=S.CONFIRMED).version.message
    client = signed_in(message.author)

    answer = getattr(client, method)(reverse("publishing:call_off", args=[message.pk]))

    assert answer.status_code == 403
    assert "Nothing of this post is waiting to go any more." in words_of(answer)


# Taking down


def test_author_is_asked_before_a_post_is_taken_down():
    delivery = make.delivery(state=S.CONFIRMED)

    page = words_of(
        signed_in(delivery.version.message.author).get(
            reverse("publishing:take_down", args=[delivery.pk])
        )
    )

    assert "Take down your post" in page
    assert "Only for danger now" not in page
    assert Delivery.objects.get().state == S.CONFIRMED


def test_author_takes_a_post_down_without_a_reason():
    delivery = make.delivery(state=S.CONFIRMED)
    client = signed_in(delivery.version.message.author)

    answer = client.post(reverse("publishing:take_down", args=[delivery.pk]), follow=True)

    assert Delivery.objects.get().state == S.REMOVING
    assert tags_of(answer) == ["Being taken down, not gone yet"]


def test_oversight_officer_has_to_say_why_and_keeps_what_was_typed():
    delivery = make.delivery(state=S.CONFIRMED)
    officer = make.oversight_officer()
    url = reverse("publishing:take_down", args=[delivery.pk])

    status, without = posted(officer, url, reason="")
    assert (status, Delivery.objects.get().state) == (200, S.CONFIRMED)
    assert "Error: Take down a post" in without
    assert "Only for danger now." in without
    assert "Say what the danger is. The author sees your reason at once." in without

    posted(officer, url, reason="It shows a child's address.")
    assert Delivery.objects.get().taken_down_because == "It shows a child's address."


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", [make.reviewer, make.programme_member, make.author])
def test_other_people_take_nothing_down(person, method: str):
    delivery = make.delivery(state=S.CONFIRMED)

    answer = getattr(signed_in(person()), method)(
        reverse("publishing:take_down", args=[delivery.pk])
    )

    assert (answer.status_code, Delivery.objects.get().state) == (403, S.CONFIRMED)
    assert "Only its author, or an oversight officer in danger" in words_of(answer)


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_on_the_network_is_not_taken_down(method: str):
    delivery = make.delivery(state=S.SCHEDULED)
    client = signed_in(delivery.version.message.author)

    answer = getattr(client, method)(reverse("publishing:take_down", args=[delivery.pk]))

    assert answer.status_code == 409


@pytest.mark.parametrize(
    "url",
    ["/posts/", "/posts/all/", "/posts/1/", "/posts/1/call-off/", "/posts/deliveries/1/take-down/"],
)
def test_every_page_asks_people_to_sign_in(client, url: str):
    answer = client.get(url)

    sign_in = f"{reverse('account_login')}?next={url}"
    assert (answer.status_code, answer["Location"]) == (302, sign_in)


def test_times_are_written_as_people_say_them():
    message = make.approved_message(
        due_at=datetime(2027, 7, 5, 9, 30, tzinfo=UTC), approved_at=timezone.now()
    )
    make.delivery(message)

    page = words_of(signed_in(message.author).get(reverse("publishing:post", args=[message.pk])))

    assert "Due on 5 July 2027 at 10:30am" in page


@pytest.mark.parametrize(
    ("has_access", "told"),
    [
        (True, "Its access is kept until 31 May 2026 so that posts can be taken down."),
        (False, "Tabard has no access to it any more."),
    ],
)
def test_taking_down_from_an_account_that_ended_says_how_long_that_can_be_done(
    has_access: bool,  # noqa: FBT001 - a parameter of the test
    told: str,
):
    delivery = make.delivery(state=S.CONFIRMED)
    ended = datetime(2026, 5, 1, 12, tzinfo=UTC)
    Account.objects.update(state=AccountState.ENDED, official_until=ended)
    if not has_access:
        Connection.objects.all().delete()

    page = signed_in(make.oversight_officer()).get(
        reverse("publishing:take_down", args=[delivery.pk])
    )

    assert told in words_of(page)
