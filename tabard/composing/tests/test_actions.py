"""What people do with messages: every move, every refusal, and what the record keeps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.composing import actions, rules
from tabard.composing.actions import Brought, Draft
from tabard.composing.models import Message, MessageState, Picture
from tabard.composing.work import Prepared, prepare
from tabard.people.models import Person
from tabard.practice.tests.make import picture_bytes
from tabard.record.actions import keep_bytes
from tabard.record.models import Blob, Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

type Act = Callable[[Message, Person], object]


def picture(colour: str = "teal") -> Prepared:
    return prepare(picture_bytes(colour=colour))


def with_picture(words: str = "", *, colour: str = "teal", **said: Any) -> Draft:
    return Draft(words, [], brought=[Brought(picture(colour), Picture(**said))])


def said_of(message: Message, **said: Any) -> dict[str, Picture]:
    """Say something of the only picture of a message."""
    return {message.pictures.get().mark: Picture(**said)}


def alts_of(message: Message) -> list[str]:
    return [one.alt for one in fresh(message).shown]


def last_entry() -> tuple[str, list[int], dict[str, Any]]:
    entry = Entry.objects.last()
    assert entry is not None
    return entry.kind, entry.people, facts_of(entry)


def accounts_of(message: Message) -> list[Account]:
    return [version.account for version in message.versions.all()]


def fresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def approve(message: Message, by: Person) -> Message:
    return actions.approve(message, by=by, submitted_at=message.submitted_at)


def take_back(message: Message) -> Message:
    return actions.take_back(message, by=message.author)


def send_back(message: Message, by: Person) -> Message:
    return actions.send_back(message, by=by, said="No.", submitted_at=message.submitted_at)


# Writing


def test_message_is_begun():
    author = make.author()
    account = make.account(author)
    due_at = timezone.now() + timedelta(hours=1)

    message = actions.write(Draft("Hello", [account], due_at), by=author)

    assert (message.author, message.words, message.due_at) == (author, "Hello", due_at)
    assert (message.state, accounts_of(message)) == (MessageState.WRITING, [account])
    assert last_entry() == ("message begun", [], {"message": message.pk, "by": author.pk})


def test_somebody_without_standing_begins_nothing():
    with pytest.raises(NotAllowedError, match="You are not accredited"):
        actions.write(Draft("Hello", []), by=make.person())

    assert not Message.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("own_until", [None, timezone.now()])
def test_nobody_writes_for_an_account_that_they_do_not_hold(own_until):
    author = make.author()
    account = make.account(make.author() if own_until is None else author)
    if own_until:
        account.holdings.update(until=own_until)

    with pytest.raises(NotAllowedError, match="You can only write from"):
        actions.write(Draft("Hello", [account]), by=author)


def test_message_is_rewritten():
    author = make.author()
    kept, dropped, added = (make.account(author) for _ in range(3))
    message = make.message(author, accounts=[kept, dropped])
    before = message.versions.get(account=kept)

    actions.rewrite(message, Draft("Changed", [added, kept]), by=author)

    assert (fresh(message).words, accounts_of(message)) == ("Changed", [kept, added])
    assert message.versions.get(account=kept) == before
    assert last_entry() == ("message rewritten", [], {"message": message.pk, "by": author.pk})


def test_nobody_rewrites_what_somebody_else_wrote():
    message = make.message()

    with pytest.raises(NotAllowedError, match="Only the person who wrote"):
        actions.rewrite(message, Draft("Changed", []), by=make.reviewer())


def test_message_that_waits_is_not_rewritten():
    message = make.waiting_message()

    with pytest.raises(NotAllowedError, match="Take it back first"):
        actions.rewrite(message, Draft("Changed", []), by=message.author)


# Pictures


def test_described_picture_is_kept_with_its_words_and_size():
    message = actions.write(with_picture(alt="A van."), by=make.author())

    kept = Picture.objects.get(message=message)
    assert (kept.alt, kept.width, kept.height, kept.place) == ("A van.", 8, 6, 0)
    assert bytes(kept.blob.content) == picture().content


def test_picture_is_kept_whatever_is_said_of_it_and_lacks_the_rest():
    author = make.author()

    message = actions.write(with_picture(people="adults"), by=author)
    before, [shown] = fresh(message), fresh(message).shown
    whole = said_of(message, alt="A van.", people="adults", consent="In SharePoint.")
    actions.rewrite(message, Draft("", [], said=whole), by=author)
    after, [described] = fresh(message), fresh(message).shown
    actions.rewrite(message, Draft("", [], said=said_of(message)), by=author)

    assert (shown.people, shown.alt, before.lacks_words_or_answer) == ("adults", "", True)
    assert (described, described.alt, after.lacks_words_or_answer) == (shown, "A van.", False)
    assert (alts_of(message), fresh(message).lacks_words_or_answer) == ([""], True)


def test_picture_of_which_nothing_is_said_stays_as_it_is():
    author = make.author()
    message = actions.write(with_picture(alt="A van.", people="nobody"), by=author)

    actions.rewrite(message, Draft("Hello", [], said={"0" * 16: Picture(alt="?")}), by=author)

    [kept] = fresh(message).shown
    assert (kept.alt, kept.people, fresh(message).lacks_words_or_answer) == (
        "A van.",
        "nobody",
        False,
    )


def test_picture_comes_to_those_that_are_there():
    author = make.author()
    message = actions.write(with_picture(alt="A van."), by=author)

    actions.rewrite(message, with_picture(colour="red", alt="Red."), by=author)

    contents = [bytes(one.blob.content) for one in fresh(message).shown]
    assert contents == [picture().content, picture("red").content]
    assert alts_of(message) == ["A van.", "Red."]


def test_same_picture_twice_in_a_message_is_said_anew():
    author = make.author()
    message = actions.write(with_picture(alt="A van."), by=author)

    actions.rewrite(message, with_picture(alt="A bus."), by=author)

    assert alts_of(message) == ["A bus."]


def test_same_picture_in_two_messages_is_kept_once():
    author = make.author()
    for _ in range(2):
        actions.write(with_picture(alt="A van."), by=author)

    assert (Picture.objects.count(), Blob.objects.count()) == (2, 1)


def test_no_more_pictures_are_kept_than_any_network_takes():
    author, [one] = make.author(), with_picture().brought
    message = actions.write(with_picture(), by=author)
    Picture.objects.update(place=19)
    for number in range(19):
        blob = keep_bytes(b"%d" % number, media_type="image/jpeg")
        Picture.objects.create(message=message, blob=blob, place=number, width=1, height=1)

    with pytest.raises(NotAllowedError, match="a post has 20 at most"):
        actions.rewrite(message, with_picture(colour="red"), by=author)

    actions.rewrite(message, Draft("", [], brought=[one]), by=author)
    assert message.pictures.count() == 20


def test_pictures_of_an_earlier_message_are_taken_along_as_they_were_said():
    author = make.author()
    earlier = actions.write(with_picture(alt="A van.", people="nobody"), by=author)
    actions.rewrite(earlier, with_picture(colour="red", alt="Red."), by=author)
    red = earlier.pictures.get(alt="Red.")

    said = {red.mark: Picture(alt="Redder.")}
    message = actions.write(Draft("Again", [], again=fresh(earlier), said=said), by=author)
    actions.rewrite(message, Draft("Again", [], again=fresh(earlier)), by=author)

    shown = [(one.blob_id, one.alt, one.people) for one in fresh(message).shown]
    assert shown == [
        (earlier.pictures.get(place=0).blob_id, "A van.", "nobody"),
        (red.blob_id, "Redder.", ""),
    ]
    assert alts_of(earlier) == ["A van.", "Red."]


@pytest.mark.parametrize("alt", ["A van.", ""])
def test_picture_is_removed(alt: str):
    author = make.author()
    message = actions.write(with_picture(alt=alt), by=author)

    actions.remove_picture(message, message.pictures.get().mark, by=author)

    assert (fresh(message).shown, fresh(message).lacks_words_or_answer) == ([], False)
    assert last_entry() == ("picture removed", [], {"message": message.pk, "by": author.pk})


def three_pictures(author: Person) -> tuple[Message, list[str]]:
    """Write a message with three pictures; give their marks too."""
    colours = {"teal": "One.", "red": "Two.", "blue": "Three."}
    brought = [Brought(picture(one), Picture(alt=alt)) for one, alt in colours.items()]
    message = actions.write(Draft("", [], brought=brought), by=author)
    return message, [one.mark for one in message.shown]


def test_others_move_up_when_a_picture_is_removed():
    author = make.author()
    message, marks = three_pictures(author)

    actions.remove_picture(message, marks[0], by=author)
    actions.remove_picture(message, "0" * 16, by=author)

    assert [(one.place, one.alt) for one in fresh(message).shown] == [(0, "Two."), (1, "Three.")]
    assert Entry.objects.filter(kind="picture removed").count() == 1


@pytest.mark.parametrize(
    ("which", "places", "alts"),
    [
        (0, 1, ["Two.", "One.", "Three."]),
        (2, -1, ["One.", "Three.", "Two."]),
        (0, -1, ["One.", "Two.", "Three."]),
        (2, 1, ["One.", "Two.", "Three."]),
    ],
)
def test_picture_changes_places_with_its_neighbour(which: int, places: int, alts: list[str]):
    author = make.author()
    message, marks = three_pictures(author)

    actions.move_picture(message, marks[which], by=author, places=places)

    assert alts_of(message) == alts
    there = alts.index(["One.", "Two.", "Three."][which]) + 1
    assert last_entry() == (
        "picture moved",
        [],
        {"message": message.pk, "by": author.pk, "place": there},
    )


def test_picture_that_is_not_there_moves_nowhere():
    author = make.author()
    message, _ = three_pictures(author)

    actions.move_picture(message, "0" * 16, by=author, places=1)

    assert alts_of(message) == ["One.", "Two.", "Three."]
    assert not Entry.objects.filter(kind="picture moved").exists()


@pytest.mark.parametrize("do", ["remove", "move"])
def test_nobody_else_touches_pictures(do: str):
    message, marks = three_pictures(make.author())
    moved = partial(actions.move_picture, places=1)
    touch: Callable[..., object] = actions.remove_picture if do == "remove" else moved

    with pytest.raises(NotAllowedError, match="Only the person who wrote"):
        touch(message, marks[0], by=make.reviewer())

    assert alts_of(message) == ["One.", "Two.", "Three."]


# Handing in


def test_message_is_handed_in_and_reviewers_are_told():
    reviewer, programme = make.reviewer(), make.programme_member()
    author = make.author()
    message = make.message(author, said="Said before.")

    actions.submit(message, by=author)

    handed_in = fresh(message)
    assert (handed_in.state, handed_in.said) == (MessageState.WAITING, "")
    assert handed_in.submitted_at is not None
    assert last_entry() == (
        "message submitted",
        sorted([reviewer.pk, programme.pk]),
        {
            "message": message.pk,
            "author": author.pk,
            "by": author.pk,
            "words": "The mobile library stops at Oakford at ten.",
        },
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"alt": "A green van.", "people": "nobody", "consent": "Left over."},
            {"alt": "A green van.", "shows": "nobody"},
        ),
        (
            {"alt": "A queue.", "people": "children", "consent": "In SharePoint."},
            {"alt": "A queue.", "shows": "children", "consent": "In SharePoint."},
        ),
        (
            {"is_decorative": True, "why_decorative": "A pattern.", "people": "nobody"},
            {"alt": "", "decorative": "A pattern.", "shows": "nobody"},
        ),
    ],
)
def test_record_holds_which_picture_was_handed_in_and_what_was_said_of_it(
    said: dict[str, Any], expected: dict[str, str]
):
    author = make.author()
    message = make.message(author)
    blob = keep_bytes(b"a picture", media_type="image/jpeg")
    size = {"width": 4, "height": 3}
    Picture.objects.create(message=message, blob=blob, **said, **size)

    actions.submit(message, by=author)

    facts = last_entry()[2]
    about = {"message", "author", "by", "words"}
    assert {name: facts[name] for name in facts.keys() - about} == {
        "picture": blob.sha256,
        **expected,
    }


def test_record_holds_every_picture_in_its_place():
    author = make.author()
    message = make.message(author)
    blobs = [keep_bytes(one, media_type="image/jpeg") for one in (b"one", b"two")]
    for place, blob in enumerate(blobs):
        Picture.objects.create(
            message=message, blob=blob, place=place, alt="?", people="nobody", width=4, height=3
        )

    actions.submit(message, by=author)

    facts = last_entry()[2]
    assert [facts["picture"], facts["picture_2"]] == [one.sha256 for one in blobs]
    assert (facts["alt_2"], facts["shows_2"]) == ("?", "nobody")


def test_reviewer_who_wrote_is_not_told_of_their_own():
    author = make.reviewer()
    make.accreditation(author)

    actions.submit(make.message(author), by=author)

    assert last_entry()[1] == []


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        (
            {"words": "x" * 501},
            "Cut 1 character: Practice network takes 500 at most, or split it into a thread",
        ),
        ({"words": ""}, "Enter what you want to say"),
        ({"accounts": []}, "Choose at least one account for this post"),
        (
            {"due_at": timezone.now() - timedelta(minutes=1)},
            "The time for this post must be in the future",
        ),
    ],
)
def test_message_that_is_not_whole_is_not_handed_in(differs: dict[str, Any], why: str):
    author = make.author()
    message = make.message(author, **differs)

    with pytest.raises(NotAllowedError, match=why):
        actions.submit(message, by=author)

    assert fresh(message).state == MessageState.WRITING


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Describe the picture"),
        ({"alt": "A van."}, "Say whether people can be recognised"),
        ({"alt": "A queue.", "people": "adults"}, "Say where the consent of the people"),
        ({"is_decorative": True, "people": "nobody"}, "Say why the picture needs no description"),
        ({"alt": "A van.", "is_decorative": True, "people": "nobody"}, "Delete the description"),
    ],
)
def test_picture_that_lacks_words_or_an_answer_is_not_handed_in(said: dict[str, Any], why: str):
    author = make.author()
    draft = replace(with_picture("Hello", **said), accounts=[make.account(author)])
    message = actions.write(draft, by=author)

    with pytest.raises(NotAllowedError, match=why):
        actions.submit(message, by=author)

    assert fresh(message).lacks_words_or_answer


def test_message_for_an_account_that_was_given_up_is_not_handed_in():
    author = make.author()
    message = make.message(author)
    author.holdings.update(until=timezone.now())

    with pytest.raises(NotAllowedError, match="You no longer hold @ada"):
        actions.submit(message, by=author)


def test_suspended_author_hands_nothing_in():
    author = make.accreditation(state="suspended", reason="We look into it.").person
    message = make.message(author)

    with pytest.raises(NotAllowedError, match="suspended: We look into it"):
        actions.submit(message, by=author)


def test_lapsed_author_hands_in():
    author = make.accreditation(until=timezone.now() - timedelta(days=1)).person

    assert actions.submit(make.message(author), by=author).state == MessageState.WAITING


def test_message_is_taken_back():
    message = make.waiting_message()

    actions.take_back(message, by=message.author)

    assert fresh(message).state == MessageState.WRITING
    assert last_entry()[0] == "message taken back"


def test_nobody_else_takes_a_message_back():
    with pytest.raises(NotAllowedError, match="can take it back"):
        actions.take_back(make.waiting_message(), by=make.programme_member())


# Reviewing


def test_message_is_approved_and_its_author_told():
    message = make.waiting_message(said="Look again.", is_taken_up=True)
    reviewer = make.reviewer()

    actions.approve(message, by=reviewer, submitted_at=message.submitted_at)

    approved = fresh(message)
    assert message.submitted_at is not None
    assert (approved.state, approved.approved_by, approved.said) == (
        MessageState.APPROVED,
        reviewer,
        "",
    )
    assert approved.approved_at is not None
    assert not approved.is_taken_up
    assert last_entry() == (
        "message approved",
        [message.author_id],
        {
            "message": message.pk,
            "author": message.author_id,
            "by": reviewer.pk,
            "submitted_at": message.submitted_at.isoformat(),
        },
    )


def test_approve_own_message_is_refused():
    author = make.reviewer()
    message = make.waiting_message(author)

    with pytest.raises(NotAllowedError, match="Somebody else"):
        actions.approve(message, by=author, submitted_at=message.submitted_at)


@pytest.mark.parametrize("person", [make.person, make.oversight_officer])
def test_only_reviewers_approve(person: Callable[[], Person]):
    message = make.waiting_message()

    with pytest.raises(NotAllowedError, match="Only a trained reviewer"):
        actions.approve(message, by=person(), submitted_at=message.submitted_at)

    assert fresh(message).state == MessageState.WAITING


def test_message_is_sent_back_with_words():
    message, reviewer = make.waiting_message(), make.reviewer()

    actions.send_back(message, by=reviewer, said="Say where.", submitted_at=message.submitted_at)

    assert (fresh(message).state, fresh(message).said) == (MessageState.WRITING, "Say where.")
    kind, people, facts = last_entry()
    assert (kind, people, facts["why"]) == (
        "message sent back",
        [message.author_id],
        "Say where.",
    )


def test_message_is_not_sent_back_without_words():
    message = make.waiting_message()

    with pytest.raises(NotAllowedError, match="Say what has to change"):
        actions.send_back(message, by=make.reviewer(), said=" ", submitted_at=message.submitted_at)


@pytest.mark.parametrize("act", [approve, send_back])
def test_words_that_nobody_read_are_not_decided_about(act: Act):
    message, reviewer = make.waiting_message(), make.reviewer()
    actions.take_back(message, by=message.author)
    draft = Draft("Words that nobody read.", accounts_of(message))
    actions.rewrite(message, draft, by=message.author)
    actions.submit(message, by=message.author)

    with pytest.raises(NotAllowedError, match="has changed this post since you opened it"):
        act(message, reviewer)

    assert fresh(message).state == MessageState.WAITING
    assert last_entry()[0] == "message submitted"


def test_message_read_while_it_was_waiting_is_decided_about_when_it_is_asked_again():
    message = make.approved_message()
    actions.ask_again(message, why="It ran out.")

    approve(message, make.reviewer())

    assert fresh(message).state == MessageState.APPROVED


def test_message_is_asked_about_again_and_author_and_reviewers_are_told():
    message = make.approved_message()
    reviewer = message.approved_by
    assert reviewer is not None

    actions.ask_again(message, why="It ran out.")

    assert (fresh(message).state, fresh(message).said) == (MessageState.WAITING, "It ran out.")
    assert last_entry() == (
        "message asked again",
        sorted([message.author_id, reviewer.pk]),
        {"message": message.pk, "author": message.author_id, "why": "It ran out."},
    )


def test_message_is_withdrawn():
    message = make.approved_message()

    actions.withdraw(message, by=message.author)

    assert fresh(message).state == MessageState.WITHDRAWN
    assert last_entry()[0] == "message withdrawn"


@pytest.mark.parametrize("give_back", [send_back, lambda message, _: take_back(message)])
def test_words_that_were_never_handed_in_stay_with_their_author(give_back: Act):
    message, reviewer = make.waiting_message(), make.reviewer()
    give_back(message, reviewer)
    draft = Draft("Words of a draft.", accounts_of(message))
    actions.rewrite(message, draft, by=message.author)
    assert rules.may_see(reviewer, fresh(message)) is not None

    actions.withdraw(message, by=message.author)

    assert rules.may_see(reviewer, fresh(message)) is not None
    assert fresh(message).submitted_at is None


def test_reviewers_see_what_was_withdrawn_from_their_review():
    message = make.waiting_message()

    actions.withdraw(message, by=message.author)

    assert rules.may_see(make.reviewer(), fresh(message)) is None


def test_nobody_else_withdraws():
    with pytest.raises(NotAllowedError):
        actions.withdraw(make.message(), by=make.programme_member())


@pytest.mark.parametrize(
    ("act", "states"),
    [
        (lambda message, _: actions.take_back(message, by=message.author), {"waiting"}),
        (approve, {"waiting"}),
        (send_back, {"waiting"}),
        (lambda message, _: actions.ask_again(message, why="Why."), {"approved"}),
        (
            lambda message, _: actions.withdraw(message, by=message.author),
            {"writing", "waiting", "approved"},
        ),
    ],
    ids=["take_back", "approve", "send_back", "ask_again", "withdraw"],
)
@pytest.mark.parametrize("state", MessageState)
def test_nothing_moves_from_where_it_cannot(act: Act, states: set[str], state: MessageState):
    message = make.approved_message()
    Message.objects.update(state=state)
    reviewer = make.reviewer()

    if state in states:
        act(message, reviewer)
        assert Entry.objects.exclude(kind="evidence added").count() == 1
    else:
        with pytest.raises(NotNowError, match="not possible any more"):
            act(message, reviewer)
        assert fresh(message).state == state
        assert not Entry.objects.exists()
