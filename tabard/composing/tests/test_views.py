"""The pages on which posts are written and reviewed, with and without scripts."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tabard.accreditation.queries import permission
from tabard.composing import actions
from tabard.composing.actions import Brought, Draft
from tabard.composing.models import Message, MessageState, Picture
from tabard.composing.work import look, prepare
from tabard.people.models import Person, Role
from tabard.practice.tests.make import picture_bytes
from tests import make

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
WRITE = "/messages/write/"
PREVIEW = "/messages/preview/"


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


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("van.png", picture_bytes(), "image/png")


def pictured(author: Person, alt: str = "A van.", **differs: Any) -> Message:
    said = Picture(**{"alt": alt, "people": "nobody", **differs})
    brought = [Brought(prepare(picture_bytes()), said)]
    return actions.write(Draft("Hello", [make.account(author)], brought=brought), by=author)


def several(author: Person, how_many: int = 3) -> Message:
    """Write a post with some pictures, each described by its number."""
    colours = ("red", "green", "blue", "teal", "black")[:how_many]
    brought = [
        Brought(prepare(picture_bytes(colour=one)), Picture(alt=f"{number}.", people="nobody"))
        for number, one in enumerate(colours, start=1)
    ]
    return actions.write(Draft("Hello", [make.account(author)], brought=brought), by=author)


def to(name: str, message: Message) -> str:
    return reverse(f"composing:{name}", args=[message.pk])


def picture_of(message: Message) -> str:
    """Give the address of the only picture of a message."""
    return reverse("composing:picture", args=[message.pk, message.pictures.get().mark])


def of(message: Message, **said: str) -> dict[str, str]:
    """Say something of the only picture of a message, in its fields."""
    mark = message.pictures.get().mark
    return {f"{name}-{mark}": value for name, value in said.items()}


def as_read(message: Message, **differs: str) -> dict[str, str]:
    """Give what the page of a review sends about the message as it was opened."""
    at = message.submitted_at
    return {"submitted_at": at.isoformat() if at else "", **differs}


def change_and_hand_in_again(message: Message) -> None:
    actions.take_back(message, by=message.author)
    accounts = [version.account for version in message.versions.all()]
    actions.rewrite(message, Draft("Words that nobody read.", accounts), by=message.author)
    actions.submit(message, by=message.author)


def sent(author: Person, **differs: Any) -> dict[str, Any]:
    """Give what the form sends for a whole message, but for what differs."""
    accounts = [account.account_id for account in author.holdings.all()]
    return {"words": "Hello", "accounts": accounts, "when": "now", "alt": "", **differs}


# Writing


def test_place_in_a_picture_is_told_to_its_author_and_nothing_else_is_lost():
    author = make.author()
    make.account(author)
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (51.0, 14.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (80, 60)).save(out, "JPEG", exif=exif)
    placed = SimpleUploadedFile("van.jpg", out.getvalue(), "image/jpeg")
    client = signed_in(author)

    told = client.post(WRITE, sent(author, do="draft", picture=placed), follow=True)
    untold = client.post(WRITE, sent(author, do="draft", picture=upload()), follow=True)

    assert "Your picture told where it was taken. We removed that" in words_of(told)
    assert "where it was taken. We removed" not in words_of(untold)


def test_unfit_picture_is_explained_and_the_words_are_kept():
    author = make.author()
    make.account(author)
    svg = SimpleUploadedFile("van.jpg", b"<svg xmlns='x'/>", "image/jpeg")

    answer = signed_in(author).post(WRITE, sent(author, do="draft", picture=svg))

    assert "This is an SVG drawing. Save it as PNG" in words_of(answer)
    assert Message.objects.get().words == sent(author)["words"]


def test_page_begins_with_the_only_account_and_its_preview():
    author = make.author()
    make.account(author, handle="ada", display_name="Ada Lovelace")

    page = words_of(signed_in(author).get(WRITE))

    assert "Write a post" in page
    assert "How it will look" in page
    assert "AL Ada Lovelace @ada on Practice network" in page
    assert "500 left" in page


@pytest.mark.parametrize(
    ("differs", "why", "way_out"),
    [
        ({}, "You are not accredited.", "/accreditation/apply/"),
        ({"state": "suspended", "reason": "Why."}, "Your accreditation is suspended: Why.", "/"),
        ({"state": "ended", "reason": "Why."}, "Your accreditation has ended: “Why.”", "/apply/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_who_cannot_write_is_told_why_and_what_to_do(
    differs: dict[str, Any], why: str, way_out: str, method: str
):
    person = make.accreditation(**differs).person if differs else make.person(manager=make.person())

    answer = getattr(signed_in(person), method)(WRITE)

    assert answer.status_code == 403
    assert why in words_of(answer)
    page = answer.content.decode()
    [found] = re.findall(r'href="(/accreditation/[^"]*)"[^>]*role="button"', page)
    assert found.endswith(way_out)


def test_applicant_is_led_to_the_application():
    applicant = make.application().applicant

    answer = signed_in(applicant).get(WRITE)

    assert "See where your application is" in words_of(answer)


def test_accredited_person_without_an_account_is_led_to_connecting_one():
    answer = signed_in(make.author()).get(WRITE)

    assert answer.status_code == 200
    assert "You have not connected an account yet. Connect an account" in words_of(answer)


def test_draft_is_saved():
    author = make.author()
    account = make.account(author)

    answer = signed_in(author).post(WRITE, sent(author, do="draft"), follow=True)

    message = Message.objects.get()
    assert answer.redirect_chain == [(to("edit", message), 302)]
    assert (message.words, message.state) == ("Hello", MessageState.WRITING)
    assert [version.account for version in message.versions.all()] == [account]
    assert "Draft saved. Only you can see it." in words_of(answer)


def test_whole_message_is_sent_for_review():
    author = make.author()
    make.account(author)

    answer = signed_in(author).post(
        WRITE, sent(author, do="submit", picture=upload(), alt="A van.", people="nobody")
    )

    message = Message.objects.get()
    assert answer["Location"] == reverse("publishing:post", args=[message.pk])
    assert (message.state, message.alts) == (MessageState.WAITING, ["A van."])


def test_mistake_loses_nothing_not_even_the_picture():
    author = make.author()
    make.account(author)
    client = signed_in(author)

    answer = client.post(WRITE, sent(author, do="submit", words="x" * 512, picture=upload()))

    message = Message.objects.get()
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (message.state, message.words) == (MessageState.WRITING, "x" * 512)
    assert "Error: Change your post" in words_of(answer)
    assert "Cut 12 characters: Practice network takes 500 at most" in page
    assert "Describe the picture for people who do not see it" in page
    assert "Everything else that you entered is saved as a draft." in page
    assert f'action="{to("edit", message)}"' in page
    assert client.get(picture_of(message)).status_code == 200


def test_second_try_goes_on_with_the_same_draft():
    author = make.author()
    make.account(author)
    client = signed_in(author)
    client.post(WRITE, sent(author, do="submit", picture=upload()))

    message = Message.objects.get()

    said = of(message, alt="A van.", people="nobody")
    client.post(to("edit", message), sent(author, do="submit", **said))

    assert Message.objects.get().state == MessageState.WAITING
    assert Message.objects.get().alts == ["A van."]


def test_empty_form_begins_no_draft():
    author = make.author()
    make.account(author)

    answer = signed_in(author).post(WRITE, {"do": "submit", "when": "now"})

    assert "Enter what you want to say" in answer.content.decode()
    assert not Message.objects.exists()


def test_what_was_typed_and_cannot_be_kept_stands_in_the_form_still():
    author = make.author()
    make.account(author)
    typed = {"when": "later", "due_at_day": "31", "due_at_month": "2", "due_at_year": "2027"}

    page = (
        signed_in(author)
        .post(WRITE, sent(author, do="draft", due_at_time="10:30", **typed))
        .content.decode()
    )

    assert "The time it should go must be a real date" in page
    assert re.search(r'name="due_at_day"[^>]*value="31"', page)
    assert re.search(r'name="due_at_time"[^>]*value="10:30"', page)


def test_earlier_post_is_written_again_with_its_picture():
    author = make.author()
    earlier = pictured(author)
    client = signed_in(author)

    page = client.get(WRITE, {"again": earlier.pk}).content.decode()
    said = of(earlier, alt="A bus.", people="nobody")
    client.post(WRITE, sent(author, do="submit", again=earlier.pk, **said))

    message = Message.objects.exclude(pk=earlier.pk).get()
    assert "Hello</textarea>" in page
    assert picture_of(earlier) in page
    assert (message.state, message.alts) == (MessageState.WAITING, ["A bus."])
    assert [one.mark for one in message.shown] == [one.mark for one in earlier.shown]


@pytest.mark.parametrize("asked", ["", "0", "nonsense", "²", "-1", "9" * 5_000])
def test_nothing_is_taken_from_a_post_that_is_not_one_s_own(asked: str):
    author = make.author()
    make.account(author)
    theirs = make.message(words="Their words.")

    for again in (asked, theirs.pk):
        page = words_of(signed_in(author).get(WRITE, {"again": again}))
        assert "Write a post" in page
        assert "Their words." not in page


def test_message_that_came_back_shows_why():
    message = make.message(said="Say where.")

    page = words_of(signed_in(message.author).get(to("edit", message)))

    assert "This post was sent back to you Say where." in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_the_author_changes_a_message(method: str):
    message = make.message()

    answer = getattr(signed_in(make.reviewer()), method)(to("edit", message), {"words": "Mine"})

    message.refresh_from_db()
    assert (answer.status_code, message.words[:4]) == (403, "The ")


@pytest.mark.parametrize("do", ["send", "submit"])
@pytest.mark.parametrize("from_page", ["edit", "submit"])
def test_draft_that_cannot_be_handed_in_is_kept_and_shows_each_reason_with_its_way_out(
    do: str, from_page: str
):
    message = make.message()
    message.author.accreditations.update(state="suspended", reason="A complaint.")
    sent = {"do": do, "words": "Kept.", "accounts": [message.versions.get().account_id]}

    answer = signed_in(message.author).post(to(from_page, message), {**sent, "when": "now"})

    [reason] = [one for one in permission(message.author).reasons if one.stops]
    assert answer.status_code == 403
    assert f"{reason.why} {reason.way_out.words}" in words_of(answer)
    assert f'href="{reason.way_out.url}"' in answer.content.decode()
    assert "Your draft is kept" in words_of(answer)
    message.refresh_from_db()
    assert message.state == MessageState.WRITING
    assert (message.words == "Kept.") == (from_page == "edit")


def test_message_that_waits_is_taken_back_first():
    message = make.waiting_message()

    answer = signed_in(message.author).get(to("edit", message))

    assert answer.status_code == 403
    assert "Take it back first to change it." in words_of(answer)


@pytest.mark.parametrize("how_many", [1, 3])
def test_page_asks_as_much_for_three_accounts(how_many: int, django_assert_num_queries):
    author = make.author()
    message = make.message(author, accounts=[make.account(author) for _ in range(how_many)])
    client = signed_in(author)
    look("", networks=[])

    with django_assert_num_queries(21):
        client.get(to("edit", message))


# Seeing how it will look


def test_preview_shows_each_account_and_what_is_left():
    author = make.author()
    make.account(author, handle="ada")
    make.account(author, network="bluesky", handle="ada.example")

    answer = signed_in(author).post(
        PREVIEW, sent(author, words="x" * 310 + " https://a.example"), headers=HTMX
    )

    page = words_of(answer)
    assert "<html" not in answer.content.decode()
    assert "Practice network 172 left Bluesky 28 too many" in page
    assert "@ada on Practice network" in page
    assert "@ada.example on Bluesky" in page
    assert '<a class="govuk-link" href="https://a.example"' in answer.content.decode()
    assert "Bluesky: cut 28 characters." in page
    assert not Message.objects.exists()


def test_preview_that_fits_says_so():
    author = make.author()
    make.account(author)

    page = words_of(signed_in(author).post(PREVIEW, sent(author), headers=HTMX))

    assert page.endswith("Your post fits on every network you chose.")


def test_preview_without_an_account_says_what_to_do():
    author = make.author()

    page = words_of(signed_in(author).post(PREVIEW, sent(author), headers=HTMX))

    assert page.endswith("Choose an account to see how your post will look there.")


def test_preview_shows_the_picture_of_the_draft_with_the_words_of_this_moment():
    author = make.author()
    message = pictured(author)

    answer = signed_in(author).post(
        PREVIEW, sent(author, message=message.pk, **of(message, alt="A bus.")), headers=HTMX
    )

    assert f'src="{picture_of(message)}"' in answer.content.decode()
    assert "Described as: A bus." in words_of(answer)


def test_preview_without_scripts_keeps_all_as_a_draft_and_shows_it():
    author = make.author()
    make.account(author)

    answer = signed_in(author).post(PREVIEW, sent(author, do="preview", picture=upload()))

    message = Message.objects.get()
    assert answer["Location"] == f"{to('edit', message)}#preview"
    assert message.pictures.count() == 1


@pytest.mark.parametrize("number", ["", "nonsense", "9" * 5_000])
def test_preview_of_what_is_no_draft_begins_one(number: str):
    author = make.author()

    answer = signed_in(author).post(PREVIEW, sent(author, do="preview", message=number))

    assert answer["Location"] == f"{to('edit', Message.objects.get())}#preview"


def test_preview_goes_on_with_the_draft_that_there_is():
    author = make.author()
    message = make.message(author)

    signed_in(author).post(
        PREVIEW, {"words": "Changed", "when": "now", "message": message.pk, "do": "preview"}
    )

    assert Message.objects.get().words == "Changed"


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_preview_of_somebody_else_s_draft_is_refused(headers: dict[str, str]):
    message = make.message()
    author = make.author()

    answer = signed_in(author).post(PREVIEW, sent(author, message=message.pk), headers=headers)

    assert answer.status_code == 403


def test_preview_by_somebody_who_cannot_write_keeps_nothing():
    person = make.person()

    answer = signed_in(person).post(PREVIEW, {"words": "Hello", "when": "now", "do": "preview"})

    assert answer.status_code == 403
    assert not Message.objects.exists()


# Handing in, taking back, pictures


def test_draft_is_handed_in_as_it_stands():
    message = make.message()

    signed_in(message.author).post(to("submit", message))

    message.refresh_from_db()
    assert message.state == MessageState.WAITING


def test_draft_that_is_not_whole_is_opened_with_what_is_missing():
    message = make.message(words="x" * 501)

    answer = signed_in(message.author).post(to("submit", message), follow=True)

    message.refresh_from_db()
    assert (message.state, answer.redirect_chain) == (
        MessageState.WRITING,
        [(to("edit", message), 302)],
    )
    assert (
        "Cut 1 character: Practice network takes 500 at most, or split it into a thread."
        in words_of(answer)
    )


def test_nobody_else_hands_a_draft_in():
    message = make.message()

    assert signed_in(make.reviewer()).post(to("submit", message)).status_code == 403


def test_message_is_taken_back_to_be_changed():
    message = make.waiting_message()

    answer = signed_in(message.author).post(to("take_back", message), follow=True)

    assert answer.redirect_chain == [(to("edit", message), 302)]
    assert "You have taken your post back." in words_of(answer)


def test_message_that_does_not_wait_is_not_taken_back():
    message = make.approved_message()

    assert signed_in(message.author).post(to("take_back", message)).status_code == 409


def test_nobody_else_takes_a_message_back():
    message = make.waiting_message()

    assert signed_in(make.reviewer()).post(to("take_back", message)).status_code == 403


def test_picture_is_removed_and_the_rest_of_the_page_is_kept():
    author = make.author()
    message = several(author)
    one, _, _ = message.shown

    answer = signed_in(author).post(
        to("edit", message), sent(author, do=f"remove-{one.mark}", words="Changed"), follow=True
    )

    message = Message.objects.get()
    assert (message.alts, message.words) == (["2.", "3."], "Changed")
    assert "The picture was removed. Everything else was saved." in words_of(answer)


@pytest.mark.parametrize(
    ("do", "alts"), [("earlier", ["2", "1.", "3."]), ("later", ["1.", "3.", "2"])]
)
def test_pictures_are_put_in_another_order_and_what_was_typed_is_kept(do: str, alts: list[str]):
    author = make.author()
    message = several(author)
    _, two, _ = message.shown
    client = signed_in(author)

    answer = client.post(
        to("edit", message), sent(author, do=f"{do}-{two.mark}", **{f"alt-{two.mark}": "2"})
    )

    assert answer["Location"] == f"{to('edit', message)}#picture-{two.mark}"
    assert Message.objects.get().alts == alts


def test_first_picture_goes_no_earlier_and_the_last_no_later():
    author = make.author()
    message = several(author)

    page = signed_in(author).get(to("edit", message)).content.decode()

    marks = [one.mark for one in message.shown]
    asked = re.findall(r'value="(earlier|later)-([0-9a-f]{16})"', page)
    assert asked == [
        ("later", marks[0]),
        ("earlier", marks[1]),
        ("later", marks[1]),
        ("earlier", marks[2]),
    ]
    assert "Picture 2 of 3" in page
    assert "Describe picture 2" in page


def test_pictures_are_uploaded_before_the_rest_is_written():
    author = make.author()
    make.account(author)
    others = [SimpleUploadedFile("b.png", picture_bytes(colour="blue"), "image/png"), upload()]

    answer = signed_in(author).post(WRITE, sent(author, do="add", picture=others, alt="Blue."))

    message = Message.objects.get()
    assert answer["Location"] == f"{to('edit', message)}#pictures"
    assert [one.alt for one in message.shown] == ["Blue.", ""]


def test_what_was_said_of_a_new_picture_stays_with_it_when_something_else_is_wrong():
    author = make.author()
    make.account(author)
    svg = SimpleUploadedFile("drawing.svg", b"<svg xmlns='x'/>", "image/svg+xml")

    answer = signed_in(author).post(
        WRITE, sent(author, do="submit", picture=[upload(), svg], alt="A van.")
    )

    page, [kept] = answer.content.decode(), Message.objects.get().shown
    assert re.search(rf'id="id_alt-{kept.mark}"[^>]*>\s*A van\.</textarea>', page)
    assert re.search(r'id="id_alt"[^>]*>\s*</textarea>', page)
    assert f'href="#id_people-{kept.mark}"' in page
    assert "drawing.svg: This is an SVG drawing." in words_of(answer)


def test_preview_says_which_pictures_a_network_does_not_take():
    author = make.author()
    message = several(author, 5)

    answer = signed_in(author).post(PREVIEW, sent(author, message=message.pk), headers=HTMX)

    assert answer.content.decode().count("<img") == 4
    assert (
        "Practice network takes 4 pictures in a post, so the last one does not go there. "
        "Put first what matters most." in words_of(answer)
    )


def test_reviewer_sees_every_picture_with_whom_it_shows():
    author = make.author()
    message = actions.submit(several(author, 2), by=author)

    page = words_of(signed_in(make.reviewer()).get(to("review", message)))

    assert "People in picture 1 Nobody can be recognised." in page
    assert "People in picture 2 Nobody can be recognised." in page
    assert "Described as: 1." in page
    assert "Described as: 2." in page


def test_nobody_else_removes_a_picture():
    message = pictured(make.author())
    do = f"remove-{message.pictures.get().mark}"

    answer = signed_in(make.reviewer()).post(to("edit", message), {"do": do})

    assert answer.status_code == 403
    assert message.pictures.count() == 1


@pytest.mark.parametrize("alt", ["A van.", ""])
def test_picture_is_served_to_its_author_alone_while_it_is_written(alt: str):
    author = make.author()
    message = pictured(author, alt)

    answer = signed_in(author).get(picture_of(message))

    assert answer.content == prepare(picture_bytes()).content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert signed_in(make.reviewer()).get(picture_of(message)).status_code == 403


@pytest.mark.parametrize(
    ("person", "status"),
    [(make.reviewer, 200), (make.oversight_officer, 200), (make.author, 403)],
)
def test_picture_is_served_to_those_who_may_see_the_message(
    person: Callable[[], Person], status: int
):
    message = pictured(make.author())
    actions.submit(message, by=message.author)

    assert signed_in(person()).get(picture_of(message)).status_code == status


def test_picture_that_a_browser_has_is_not_sent_again():
    message = pictured(make.author())
    client = signed_in(message.author)
    tag = client.get(picture_of(message))["ETag"]

    answer = client.get(picture_of(message), headers={"If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_picture_that_a_browser_has_is_still_asked_for_by_somebody_who_may_not():
    message = pictured(make.author())
    tag = signed_in(message.author).get(picture_of(message))["ETag"]

    answer = signed_in(make.author()).get(picture_of(message), headers={"If-None-Match": tag})

    assert answer.status_code == 403


def test_message_without_a_picture_has_none():
    message = make.message()
    address = reverse("composing:picture", args=[message.pk, "0" * 16])

    assert signed_in(message.author).get(address).status_code == 404


# Reviewing


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_of_what_waits(how_many: int, django_assert_num_queries):
    for _ in range(how_many):
        make.waiting_message()
    client = signed_in(make.reviewer())

    with django_assert_num_queries(15):
        page = client.get(reverse("composing:waiting")).content.decode()

    assert page.count('class="tabard-row"') == how_many


def test_list_says_when_each_is_due_and_what_is_too_late():
    now = timezone.now()
    make.waiting_message(words="Late", due_at=now - timedelta(minutes=1))
    make.waiting_message(words="Whenever")

    page = words_of(signed_in(make.reviewer()).get(reverse("composing:waiting")))

    late, whenever = page.split("Late", 1)[1].split("Whenever")
    assert "Approving now will not send it: its time has passed." in late
    assert "Due as soon as it is approved" in whenever
    assert "Approving now will not send it" not in whenever


def test_empty_list_says_so():
    page = words_of(signed_in(make.reviewer()).get(reverse("composing:waiting")))

    assert "Nothing waits for your review." in page


@pytest.mark.parametrize("role", [Role.OVERSIGHT_OFFICER, Role.ADMINISTRATOR, Role.EVALUATOR])
def test_list_is_for_reviewers(role: Role):
    answer = signed_in(make.person(role)).get(reverse("composing:waiting"))

    assert answer.status_code == 403
    assert "Only a trained reviewer can approve a post." in words_of(answer)


def test_reviewer_sees_the_message_as_it_will_look():
    author = make.author()
    message = pictured(author)
    actions.submit(message, by=author)

    answer = signed_in(make.reviewer()).get(to("review", message))

    page = words_of(answer)
    assert f"Review a post by {author}" in page
    assert "Described as: A van." in page
    assert "495 left" in page
    assert "Your decision" in page
    assert f'src="{picture_of(message)}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, "Nobody can be recognised."),
        (
            {"people": "adults", "consent": "In SharePoint."},
            "Adults can be recognised. Their consent: In SharePoint.",
        ),
        (
            {"people": "children", "consent": "In SharePoint."},
            "Children can be recognised. Their consent: In SharePoint.",
        ),
    ],
)
def test_reviewer_sees_whom_the_picture_shows(said: dict[str, str], shown: str):
    author = make.author()
    message = actions.submit(pictured(author, **said), by=author)
    reviewer = signed_in(make.reviewer())

    page = words_of(reviewer.get(to("review", message)))
    row = words_of(reviewer.get("/reviews/"))

    assert f"People in the picture {shown}" in page
    assert (shown in row) == bool(said)


def test_reviewer_sees_that_nobody_was_asked_whom_an_older_picture_shows():
    author = make.author()
    message = actions.submit(pictured(author), by=author)
    Picture.objects.update(people="")

    page = words_of(signed_in(make.reviewer()).get(to("review", message)))

    assert "People in the picture Its author was not asked." in page


def test_reviewer_sees_why_a_picture_has_no_description():
    author = make.author()
    why = {"is_decorative": True, "why_decorative": "A pattern in our colours."}
    message = actions.submit(pictured(author, alt="", **why), by=author)
    reviewer = signed_in(make.reviewer())

    for address in (to("review", message), "/reviews/"):
        answer = reviewer.get(address)
        told = "Decorative, so it goes without a description: A pattern in our colours."
        assert told in words_of(answer)
        assert 'alt="A decorative picture"' in answer.content.decode()


def test_reviewer_is_warned_that_it_is_too_late():
    message = make.waiting_message(due_at=timezone.now() - timedelta(minutes=1))

    page = words_of(signed_in(make.reviewer()).get(to("review", message)))

    assert "Warning Approving now will not send it: its time has passed. Send it back" in page


def test_author_cannot_decide_about_their_own():
    author = make.reviewer()
    message = make.waiting_message(author)

    page = words_of(signed_in(author).get(to("review", message)))

    assert "Somebody else has to check your own post." in page
    assert "Your decision" not in page


@pytest.mark.parametrize(
    ("make_one", "said"),
    [
        (make.approved_message, "approved this post on"),
        (
            lambda: make.message(state=MessageState.WITHDRAWN, submitted_at=timezone.now()),
            "This post does not wait for review any more.",
        ),
    ],
)
def test_message_that_does_not_wait_leaves_nothing_to_decide(
    make_one: Callable[[], Message], said: str
):
    page = words_of(signed_in(make.reviewer()).get(to("review", make_one())))

    assert "There is nothing to decide" in page
    assert said in page
    assert "Your decision" not in page


def test_message_is_approved():
    message, reviewer = make.waiting_message(), make.reviewer()

    answer = signed_in(reviewer).post(to("approve", message), as_read(message), follow=True)

    message.refresh_from_db()
    assert (message.state, message.approved_by) == (MessageState.APPROVED, reviewer)
    assert f"Approved. The post by {message.author} goes now." in words_of(answer)


@pytest.mark.parametrize(
    ("due_in", "said"),
    [
        (timedelta(hours=1), "goes at its time."),
        (timedelta(hours=-1), "but its time has passed:"),
    ],
)
def test_approval_says_what_comes_of_it(due_in: timedelta, said: str):
    message = make.waiting_message(due_at=timezone.now() + due_in)

    answer = signed_in(make.reviewer()).post(to("approve", message), as_read(message), follow=True)

    assert said in words_of(answer)


def test_approval_in_the_list_shows_the_row_again():
    message = make.waiting_message()

    answer = signed_in(make.reviewer()).post(to("approve", message), as_read(message), headers=HTMX)

    page = answer.content.decode()
    assert page.strip().startswith(f'<li class="tabard-row" id="message-{message.pk}"')
    assert f"Approved. The post by {message.author} goes now." in page
    assert "<form" not in page


def test_refusal_in_the_list_is_shown_in_the_row():
    message = make.approved_message()

    answer = signed_in(make.reviewer()).post(to("approve", message), as_read(message), headers=HTMX)

    assert answer.status_code == 200
    assert "This was not possible any more: it is approved now." in words_of(answer)


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_refusal_of_somebody_who_may_not_see_it_shows_nothing_of_it(headers: dict[str, str]):
    message = make.waiting_message(words="Secret words.")

    answer = signed_in(make.author()).post(
        to("approve", message), as_read(message), headers=headers
    )

    message.refresh_from_db()
    assert (answer.status_code, message.state) == (403, MessageState.WAITING)
    assert "Secret words." not in words_of(answer)


CHANGED = "The author has changed this post since you opened it. Read it again."


@pytest.mark.parametrize("name", ["approve", "send_back"])
def test_message_changed_since_it_was_opened_is_shown_as_it_is_now(name: str):
    message = make.waiting_message()
    client = signed_in(make.reviewer())
    sent_by_the_page = as_read(message, said="Say where.")
    change_and_hand_in_again(message)

    answer = client.post(to(name, message), sent_by_the_page)

    page = words_of(answer)
    message.refresh_from_db()
    assert (answer.status_code, message.state) == (409, MessageState.WAITING)
    assert CHANGED in page
    assert "Words that nobody read." in page
    assert as_read(message)["submitted_at"] in answer.content.decode()
    assert ("Say where." in page) == (name == "send_back")


def test_message_changed_since_the_list_was_opened_is_to_be_read_again():
    message = make.waiting_message()
    client = signed_in(make.reviewer())
    sent_by_the_page = as_read(message)
    change_and_hand_in_again(message)

    answer = client.post(to("approve", message), sent_by_the_page, headers=HTMX)

    page = words_of(answer)
    message.refresh_from_db()
    assert message.state == MessageState.WAITING
    assert "Words that nobody read." in page
    assert f"{CHANGED} Read the post by {message.author}" in page
    assert "<form" not in answer.content.decode()


@pytest.mark.parametrize(
    "told", [{}, {"submitted_at": "nonsense"}, {"submitted_at": "2026-02-31T10:00:00Z"}]
)
def test_decision_that_does_not_say_what_was_read_is_refused(told: dict[str, str]):
    message = make.waiting_message()

    answer = signed_in(make.reviewer()).post(to("approve", message), told)

    message.refresh_from_db()
    assert (answer.status_code, message.state) == (409, MessageState.WAITING)
    assert CHANGED in words_of(answer)


def test_message_that_was_taken_back_is_not_shown_to_whoever_decides():
    message = make.waiting_message(words="Secret words.")
    actions.take_back(message, by=message.author)

    answer = signed_in(make.reviewer()).post(to("approve", message), as_read(message))

    assert answer.status_code == 409
    assert "Secret words." not in words_of(answer)


@pytest.mark.parametrize("name", ["review", "waiting"])
def test_pages_of_a_review_say_what_is_read(name: str):
    message = make.waiting_message()
    url = reverse("composing:waiting") if name == "waiting" else to(name, message)

    page = signed_in(make.reviewer()).get(url).content.decode()

    assert f'value="{as_read(message)["submitted_at"]}"' in page


def test_own_message_is_not_approved():
    author = make.reviewer()
    message = make.waiting_message(author)

    answer = signed_in(author).post(to("approve", message), as_read(message))

    assert answer.status_code == 403
    assert "Somebody else has to check your own post." in words_of(answer)


def test_message_is_sent_back_with_words():
    message = make.waiting_message()

    answer = signed_in(make.reviewer()).post(
        to("send_back", message), as_read(message, said="Say where."), follow=True
    )

    message.refresh_from_db()
    assert (message.state, message.said) == (MessageState.WRITING, "Say where.")
    assert f"Sent back to {message.author} with your words." in words_of(answer)


def test_message_is_not_sent_back_without_words():
    message = make.waiting_message()

    answer = signed_in(make.reviewer()).post(to("send_back", message), as_read(message, said=" "))

    message.refresh_from_db()
    assert (answer.status_code, message.state) == (200, MessageState.WAITING)
    assert "Error: Review a post" in words_of(answer)
    assert "Say what has to change, so that the author knows what to do" in words_of(answer)


def test_address_of_sending_back_shows_the_review():
    message = make.waiting_message()

    assert "Your decision" in words_of(signed_in(make.reviewer()).get(to("send_back", message)))


@pytest.mark.parametrize("said", ["", "Say where."])
def test_only_reviewers_send_back(said: str):
    message = make.waiting_message(words="Secret words.")

    answer = signed_in(make.author()).post(to("send_back", message), as_read(message, said=said))

    assert answer.status_code == 403
    assert "Secret words." not in words_of(answer)


def test_draft_is_closed_to_reviewers():
    message = make.message(submitted_at=timezone.now())

    answer = signed_in(make.reviewer()).get(to("review", message))

    assert answer.status_code == 403
    assert "This post is with its author, who is still writing it." in words_of(answer)


@pytest.mark.parametrize(
    "url",
    [
        "/messages/write/",
        "/messages/1/edit/",
        "/messages/1/pictures/0123456789abcdef/",
        "/reviews/",
        "/reviews/1/",
        "/reviews/1/send-back/",
    ],
)
def test_every_page_asks_people_to_sign_in(client, url: str):
    assert client.get(url)["Location"] == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("name", ["submit", "take_back", "approve"])
def test_nothing_is_changed_by_a_look(name: str):
    message = make.waiting_message()

    assert signed_in(make.reviewer()).get(to(name, message)).status_code == 405


@pytest.mark.parametrize(
    "address", ["/messages/1/edit/", "/messages/1/pictures/0123456789abcdef/", "/reviews/1/"]
)
def test_message_that_is_not_there_is_not_found(address: str):
    answer = signed_in(make.reviewer()).get(address)

    assert answer.status_code == 404
