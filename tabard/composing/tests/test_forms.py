"""What authors and reviewers fill in, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from tabard.accounts.models import AccountState
from tabard.composing import actions
from tabard.composing.actions import SAID_OF_A_PICTURE, Brought, Draft
from tabard.composing.forms import MessageForm, SendBackForm
from tabard.composing.models import Message, Picture
from tabard.composing.work import prepare
from tabard.people.models import Person
from tabard.practice.tests.make import picture_bytes
from tests import make

pytestmark = pytest.mark.django_db

# What is said of a picture that can go.
SAID: dict[str, Any] = {"alt": "A van.", "people": "nobody"}
type Files = MultiValueDict[str, SimpleUploadedFile]
PNG = [picture_bytes()]
OR_A_THREAD = "or split it into a thread"


@pytest.fixture
def author() -> Person:
    return make.author()


def upload(*contents: bytes) -> Files:
    files = [SimpleUploadedFile("van.png", one, "image/png") for one in contents or PNG]
    return MultiValueDict({"picture": files})


def filled(
    author: Person,
    *,
    files: Files | None = None,
    message: Message | None = None,
    to_submit: bool = True,
    **differs: Any,
) -> MessageForm:
    """Fill in a whole message, but for what differs."""
    for one in files.getlist("picture") if files else []:
        one.seek(0)
    told = {"words": "Hello", "accounts": [], "alt": "", "when": "now", **differs}
    form = MessageForm(told, files, author=author, message=message, to_submit=to_submit)
    form.is_valid()
    return form


def pictured(author: Person, alt: str = "A van.") -> Message:
    message = actions.write(
        Draft(
            "Hello",
            [make.account(author)],
            brought=[Brought(prepare(picture_bytes()), Picture(alt=alt))],
        ),
        by=author,
    )
    return Message.objects.get(pk=message.pk)


def of(message: Message, **said: str) -> dict[str, Any]:
    """Say something of the only picture of a message, in its fields."""
    mark = message.pictures.get().mark
    return {f"{name}-{mark}": value for name, value in said.items()}


def later(**time: float) -> dict[str, Any]:
    at = timezone.localtime(timezone.now() + timedelta(**time))
    return {
        "when": "later",
        "due_at_day": str(at.day),
        "due_at_month": str(at.month),
        "due_at_year": str(at.year),
        "due_at_time": f"{at:%H:%M}",
    }


# What it begins with


def test_only_account_is_chosen_already(author: Person):
    account = make.account(author)

    assert MessageForm(author=author).accounts_shown == [account]


def test_of_several_accounts_none_is_chosen(author: Person):
    for _ in range(2):
        make.account(author)

    assert MessageForm(author=author).accounts_shown == []


def test_choice_is_of_accounts_that_are_held_and_have_not_ended(author: Person):
    held = make.account(author, handle="held")
    make.account(author, state=AccountState.ENDED, official_until=timezone.now())
    make.account(make.author())

    choices = MessageForm(author=author).fields["accounts"].choices  # type: ignore[attr-defined] # of a choice

    assert [(value.value, label) for value, label in choices] == [
        (held.pk, "@held on Practice network")
    ]


def test_account_whose_connection_is_lost_is_offered_with_a_word(author: Person):
    lost = make.account(author, state=AccountState.LOST)
    make.account(author)

    assert MessageForm(author=author).account_hints == {
        str(lost.pk): "Its connection is lost. Connect it again before the post is due."
    }


def test_message_is_shown_as_it_is(author: Person):
    message = pictured(author)
    message.due_at = timezone.now() + timedelta(hours=1)

    form = MessageForm(author=author, message=message)

    accounts = [version.account for version in message.versions.all()]
    assert (form.words_shown, form.alts_shown, form.accounts_shown) == (
        "Hello",
        ["A van."],
        accounts,
    )
    assert (form["when"].value(), form["due_at"].value()) == ("later", message.due_at)


def test_earlier_message_is_shown_without_its_time(author: Person):
    earlier = make.delivery(
        make.approved_message(author, due_at=timezone.now() - timedelta(days=1))
    ).version.message

    form = MessageForm(author=author, again=earlier)

    assert form.words_shown == earlier.words
    assert (form["when"].value(), form["due_at"].value()) == ("now", None)
    assert form["again"].value() == earlier.pk


# Handing in


def test_whole_message_is_handed_in(author: Person):
    account = make.account(author)

    form = filled(author, accounts=[account.pk], files=upload(), **SAID, **later(hours=2))

    assert form.errors == {}
    [new] = form.draft.brought
    assert (form.draft.words, form.draft.accounts, new.said.alt) == ("Hello", [account], "A van.")
    assert form.draft.due_at is not None


@pytest.mark.parametrize(
    ("differs", "errors"),
    [
        ({"words": "  "}, {"words": ["Enter what you want to say"]}),
        ({"accounts": []}, {"accounts": ["Choose at least one account for this post"]}),
        (
            {"words": "x" * 501},
            {
                "words": [
                    f"Cut 1 character: Practice network takes 500 at most, {OR_A_THREAD}",
                    f"Cut 201 characters: Bluesky takes 300 at most, {OR_A_THREAD}",
                ]
            },
        ),
        (later(hours=-1), {"due_at": ["The time for this post must be in the future"]}),
        (
            {"files": upload()},
            {
                "alt": ["Describe the picture for people who do not see it"],
                "people": ["Say whether people can be recognised in the picture"],
            },
        ),
        (
            {"files": upload(), "is_decorative": "on", "people": "children"},
            {
                "why_decorative": ["Say why the picture needs no description"],
                "consent": ["Say where the consent of the people in the picture is recorded"],
            },
        ),
    ],
)
def test_what_is_missing_is_said_with_numbers(
    author: Person, differs: dict[str, Any], errors: dict[str, list[str]]
):
    accounts = [make.account(author), make.account(author, network="bluesky")]

    form = filled(author, **({"accounts": [one.pk for one in accounts]} | differs))

    assert form.errors == errors


def test_what_is_wrong_stands_in_the_order_of_the_page(author: Person):
    form = filled(author, accounts=[make.account(author).pk], words="x" * 501, files=upload())

    assert [field.name for field in form.visible_fields() if field.errors] == [
        "words",
        "alt",
        "people",
    ]


def test_what_was_said_of_the_picture_of_an_earlier_message_is_said_again(author: Person):
    earlier = pictured(author)
    earlier.pictures.update(people="adults", consent="In SharePoint.")
    mark = earlier.pictures.get().mark

    begins = MessageForm(author=author, again=earlier).initial

    assert {name: begins[f"{name}-{mark}"] for name in SAID_OF_A_PICTURE} == {
        "alt": "A van.",
        "is_decorative": False,
        "why_decorative": "",
        "people": "adults",
        "consent": "In SharePoint.",
    }


def test_draft_may_be_anything_that_can_be_kept(author: Person):
    form = filled(author, to_submit=False, words="x" * 600, files=upload())

    assert form.errors == {}
    assert form.draft.words == "x" * 600
    assert len(form.draft.brought) == 1


def test_picture_that_the_message_has_needs_its_words_too(author: Person):
    message = pictured(author, alt="")
    [account] = [version.account for version in message.versions.all()]

    mark = message.pictures.get().mark
    told: dict[str, Any] = {"message": message, "accounts": [account.pk]}
    without = filled(author, **told, **of(message, alt="", people="nobody"))
    described = filled(author, **told, **of(message, **SAID))

    assert without.errors == {f"alt-{mark}": ["Describe the picture for people who do not see it"]}
    assert described.errors == {}
    assert {one: said.alt for one, said in described.draft.said.items()} == {mark: "A van."}


def test_of_several_pictures_it_is_said_which_lacks_something(author: Person):
    message = pictured(author, alt="")
    [account] = [version.account for version in message.versions.all()]
    mark = message.pictures.get().mark

    form = filled(
        author,
        message=message,
        accounts=[account.pk],
        files=upload(picture_bytes(colour="red"), picture_bytes(colour="blue")),
        **SAID,
        **of(message, alt="", people="nobody"),
    )

    assert form.errors == {
        f"alt-{mark}": ["Describe picture 1 for people who do not see it"],
        "alt": ["Describe picture 3 for people who do not see it"],
        "people": ["Say whether people can be recognised in picture 3"],
    }
    assert [one.said.alt for one in form.draft.brought] == ["A van.", ""]


def test_picture_that_a_page_does_not_know_stays_as_it_is(author: Person):
    message = pictured(author)
    message.pictures.update(people="nobody", is_decorative=True)
    mark = message.pictures.get().mark

    form = filled(author, message=message, to_submit=False)

    said = form.draft.said[mark]
    assert (said.alt, said.people, said.is_decorative) == ("A van.", "nobody", True)
    assert (form[f"alt-{mark}"].value(), form.alts_shown) == ("A van.", ["A van."])


def test_of_several_files_the_fit_ones_are_kept(author: Person):
    form = filled(author, to_submit=False, files=upload(b"no picture", picture_bytes()))

    assert [str(one).split(".")[0] for one in form.errors["picture"]] == ["van"]
    assert "van.png: This file is not a picture" in form.errors["picture"][0]
    assert [one.prepared for one in form.draft.brought] == [prepare(picture_bytes())]


def test_more_pictures_than_any_network_takes_are_not_read(author: Person):
    form = filled(author, to_submit=False, files=upload(*([b"no picture"] * 21)))

    assert form.errors["picture"] == ["Choose fewer pictures: a post has 20 at most"]
    assert form.draft.brought == []


def test_description_of_no_picture_is_an_error(author: Person):
    form = filled(author, to_submit=False, alt="A van.")

    assert form.errors == {
        "alt": ["Choose the picture that you describe, or delete its description"]
    }


def test_picture_of_the_earlier_message_counts(author: Person):
    earlier = pictured(author)
    [account] = [version.account for version in earlier.versions.all()]

    form = filled(author, accounts=[account.pk], again=earlier.pk, **of(earlier, **SAID))

    assert form.errors == {}
    assert form.draft.again == earlier
    assert [one.people for one in form.draft.said.values()] == ["nobody"]


def test_message_of_somebody_else_is_not_taken_along(author: Person):
    theirs = pictured(make.author())

    form = filled(author, to_submit=False, again=theirs.pk)

    assert "again" in form.errors
    assert form.draft.again is None


def test_line_breaks_count_once(author: Person):
    account = make.account(author, network="bluesky")

    message = pictured(author)

    form = filled(
        author,
        accounts=[account.pk],
        message=message,
        words="a\r\n" * 149 + "bc",
        **of(message, alt="a\r\nb"),
        files=upload(picture_bytes(colour="red")),
        alt="c\r\nd",
    )

    assert form.draft.words.count("\n") == 149
    assert "\r" not in form.draft.words
    assert [one.alt for one in form.draft.said.values()] == ["a\nb"]
    assert [one.said.alt for one in form.draft.brought] == ["c\nd"]
    assert form.alts_shown == ["a\nb", "c\nd"]
    assert form.words_shown == form.draft.words


# When


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"when": "later"}, "Enter the day and time it should go"),
        (later(hours=1) | {"due_at_month": "13"}, "The time it should go must be a real date"),
        (
            later(hours=1) | {"due_at_time": "25"},
            "The time it should go must have a time like 10:30",
        ),
        (later(hours=1) | {"due_at_day": ""}, "The time it should go must include a day"),
    ],
)
@pytest.mark.parametrize("to_submit", [True, False])
def test_time_has_to_be_one(author: Person, differs: dict[str, Any], why: str, *, to_submit: bool):
    account = make.account(author)

    form = filled(author, accounts=[account.pk], to_submit=to_submit, **differs)

    assert form.errors == {"due_at": [why]}


def test_time_that_is_not_wanted_is_not_looked_at(author: Person):
    account = make.account(author)
    nonsense: dict[str, Any] = {f"due_at_{part}": "x" for part in ("day", "month", "year", "time")}

    form = filled(author, accounts=[account.pk], **nonsense)

    assert (form.errors, form.draft.due_at) == ({}, None)


def test_when_has_to_be_chosen(author: Person):
    assert filled(author, to_submit=False, when="").errors["when"] == ["Choose when it should go"]


# What is kept when something is amiss


@pytest.mark.parametrize(
    "differs",
    [
        {"words": "x" * 10_001},
        {"words": "a\x00b"},
        {"accounts": ["0"]},
        {"long_alt": "x" * 1_001},
        later(hours=1) | {"due_at_month": "13"},
        {"files": upload(b"no picture")},
        {"files": upload(b"")},
    ],
)
def test_rest_is_kept_when_one_answer_cannot_be(author: Person, differs: dict[str, Any]):
    message = pictured(author)
    [account] = [version.account for version in message.versions.all()]
    too_long = differs.get("long_alt", "")
    said = of(message, alt=too_long or "A bus.", people="nobody")
    told = {"words": "Changed", "accounts": [account.pk], **said} | differs

    form = filled(author, message=message, **told)

    kept = form.draft
    assert len(form.errors) == 1
    assert kept.words == ("Hello" if "words" in differs else "Changed")
    assert [one.alt for one in kept.said.values()] == ["A van." if too_long else "A bus."]
    assert kept.accounts == [account]
    assert kept.brought == []
    assert form.is_worth_keeping


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no picture", "This file is not a picture that can be used."),
        (b"", "The picture is an empty file. Choose another one."),
        (bytes(16_000_001), "The picture must be smaller than 16 MB"),
    ],
)
def test_unfit_picture_is_explained(author: Person, content: bytes, why: str):
    form = filled(author, to_submit=False, files=upload(content))

    assert str(form.errors["picture"][0]).startswith(why)


@pytest.mark.parametrize(
    ("differs", "is_worth_keeping"),
    [
        ({"words": ""}, False),
        ({"words": "A thought"}, True),
        ({"words": "", "files": upload()}, True),
    ],
)
def test_nothing_is_not_worth_keeping(
    author: Person, differs: dict[str, Any], *, is_worth_keeping: bool
):
    assert filled(author, **differs).is_worth_keeping == is_worth_keeping


def test_accounts_that_nobody_can_choose_are_not_shown(author: Person):
    account = make.account(author)

    form = filled(author, accounts=[str(account.pk), "0", "nonsense"])

    assert form.accounts_shown == [account]


# Sending back


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ("Say where.", {}),
        (" ", {"said": ["Say what has to change, so that the author knows what to do"]}),
        ("x" * 2_001, {"said": ["Your words must be 2000 characters or fewer"]}),
    ],
)
def test_reviewer_sends_back_with_words(said: str, errors: dict[str, list[str]]):
    assert SendBackForm({"said": said}).errors == errors
