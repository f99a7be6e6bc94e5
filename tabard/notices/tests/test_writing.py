"""What stands in an e-mail, and what never does."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.council.models import ChosenSetting
from tabard.council.settings import ALL, Template, UnfitError
from tabard.notices.models import ASKED_FOR, Email, EmailKind, Group, Notice
from tabard.notices.settings import CHOOSE, CLOSING, MORE, OPENING_SOON, STOP, SUBJECT_ONE
from tabard.notices.work import Known, notices_of, planning, writing
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.record.queries import SENTENCES, Things
from tests import make

pytestmark = pytest.mark.django_db

APPROVED = "Sam Okafor approved your post 12."


@pytest.fixture(autouse=True)
def _council():
    make.council()


@pytest.fixture
def ada() -> Person:
    return make.person(first_name="Ada", last_name="Lovelace")


def notice(
    person: Person, words: str = APPROVED, kind: str = "message approved", **differs
) -> Notice:
    entry = record(kind, concerns=[person.pk], message=12)
    told = {"url": "/posts/12/", "at": timezone.now(), "email_words": words, **differs}
    return Notice(person=person, entry=entry, words=words, **told)


def written(person: Person, *notices: Notice, kind: EmailKind = EmailKind.SOON) -> EmailMessage:
    """Write an e-mail, and read it as it would arrive."""
    email = Email(person=person, kind=kind, message_id="<1@localhost>")
    made = writing.write(email, notices, planning.chosen())
    sent = made.message(policy=policy.SMTP).as_bytes()
    return message_from_bytes(sent, policy=policy.default)


def text_of(read: EmailMessage) -> str:
    part = read.get_body(["plain"])
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


class Words(HTMLParser):
    """Reads the words and the addresses of a page."""

    def __init__(self, read: EmailMessage) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        part = read.get_body(["html"])
        assert part
        self.feed(part.get_content())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.words += [word.strip(":") for word in data.split()]


def test_an_email_says_what_happened_with_the_way_to_it(ada: Person):
    read = written(ada, notice(ada))

    assert read["Subject"] == f"Exampleton County Council: {APPROVED}"
    assert text_of(read).startswith(
        "Hello Ada,\n\nthis concerns you in Tabard:\n\nWhat happened to yours\n\n"
        f"- {APPROVED}\n  http://localhost:8000/posts/12/\n"
    )


def test_things_stand_under_what_they_are_to_the_person(ada: Person):
    read = written(
        ada,
        notice(ada, "Theirs."),
        notice(ada, "To do.", group=Group.WAITING),
        notice(ada, "Another.", group=Group.WAITING),
    )

    lines = [line for line in text_of(read).splitlines() if line and "http" not in line]
    assert lines[2:7] == [
        "What waits for you",
        "- To do.",
        "- Another.",
        "What happened to yours",
        "- Theirs.",
    ]
    assert read["Subject"] == "Exampleton County Council: 3 things for you in Tabard"


def test_the_daily_email_says_so(ada: Person):
    read = written(ada, notice(ada), kind=EmailKind.DAILY)

    assert read["Subject"] == "Exampleton County Council: your day in Tabard, 1 thing"
    assert "since the last daily e-mail" in text_of(read)


def test_html_says_the_same_as_text_without_pictures_or_scripts(ada: Person):
    read = written(ada, notice(ada, "1 < 2 & 3."), notice(ada, "To do.", group=Group.WAITING))

    html, text = Words(read), text_of(read)
    linked = [word for word in text.split() if word.startswith("http")]
    assert sorted(html.links) == sorted(linked)
    said = [word.strip(":") for word in text.split() if word not in {*linked, "-", "--"}]
    assert [word for word in said if word not in html.words] == []
    assert html.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "body",
        "p",
        "h2",
        "ul",
        "li",
        "a",
        "hr",
        "br",
    }


def test_more_than_a_page_is_read_in_the_product(ada: Person):
    read = written(ada, *[notice(ada) for _ in range(writing.MOST_LISTED + 2)])

    assert text_of(read).count("/posts/12/") == writing.MOST_LISTED
    assert "And 2 more: http://localhost:8000/notices/\n" in text_of(read)


def test_a_mail_program_can_stop_it_at_a_click(ada: Person):
    read = written(ada, notice(ada, group=Group.WAITING), notice(ada))

    link = read["List-Unsubscribe"].removeprefix("<").removesuffix(">")
    assert link in text_of(read)
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = link.rstrip("/").rpartition("/")[2]
    assert writing.read_stop_token(token) == (ada.pk, [Group.MINE, Group.WAITING])


def test_the_way_to_stop_is_one_line_that_every_mail_program_reads(ada: Person):
    email = Email(person=ada, kind=EmailKind.SOON, message_id="<1@localhost>")
    made = writing.write(email, [notice(ada)], planning.chosen())

    lines = made.message(policy=policy.SMTP).as_bytes().split(b"\r\n")

    [line] = [line for line in lines if line.startswith(b"List-Unsubscribe: ")]
    assert line.endswith(b"/>")
    assert len(line) < 998


def test_what_is_urgent_says_why_it_comes_now_and_cannot_be_stopped(ada: Person):
    urgent = notice(ada, kind="accreditation suspended", is_urgent=True)
    read = written(ada, urgent, kind=EmailKind.URGENT)

    assert read["Subject"] == f"Please look now: {APPROVED}"
    assert read["List-Unsubscribe"] is None
    assert "because you have to know at once" in text_of(read)
    assert "Get no more" not in text_of(read)


def test_no_word_of_an_email_is_anybodys_but_the_councils(ada: Person):
    for key, setting in ALL.items():
        if key.startswith("notices.") and isinstance(setting, Template):
            places = [name for name in ("things", "because") if name in setting.names]
            choose(setting, "¶" + "".join(f"{{{name}}}" for name in places))
    for kind in EmailKind:
        if kind in ASKED_FOR:
            continue
        told = [
            *(notice(ada, "¶", group=group) for group in Group for _ in range(11)),
            notice(ada, "¶", kind="accreditation suspended", is_urgent=True),
            notice(ada, "¶", kind="take-down asked", is_urgent=True),
            notice(ada, "¶", kind="second step added", is_urgent=True),
        ]

        read = written(ada, *told, kind=kind)

        html, text = Words(read), text_of(read)
        said = [word for word in text.split() if not word.startswith("http")]
        assert text.count(": http") == 3
        for words in (str(read["Subject"]), "".join(said), "".join(html.words)):
            assert "¶" in words
            assert re.findall(r"[^\W_]", words) == []


def test_words_without_which_no_link_could_be_followed_are_refused():
    for setting in (CHOOSE, STOP, MORE):
        with pytest.raises(UnfitError, match="without them"):
            setting.fit("")


def test_programs_do_not_answer_it(ada: Person):
    assert written(ada, notice(ada))["Auto-Submitted"] == "auto-generated"


def choose(setting, value: object) -> None:
    ChosenSetting.objects.create(key=setting.key, value=value, chosen_at=timezone.now())


def test_a_council_writes_its_own_words(ada: Person):
    choose(SUBJECT_ONE, "For {first_name}: {what}")
    choose(OPENING_SOON, "Dear {first_name},\n{things}!")
    choose(CLOSING, "Yours {{}}, {council}")

    read = written(ada, notice(ada))

    assert read["Subject"] == f"For Ada: {APPROVED}"
    assert text_of(read).startswith("Dear Ada,\n1 thing!\n")
    assert "Yours {}, Exampleton County Council" in text_of(read)


@pytest.mark.parametrize("broken", ["{secret}", "{first_name", "{first_name.__class__}", 7, ""])
def test_words_that_do_not_fit_any_more_give_way_to_ours(ada: Person, broken: object):
    choose(OPENING_SOON, broken)

    assert "Ada" in text_of(written(ada, notice(ada))) or broken == ""


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada\r\nBcc: eve@example.org", "Ada Bcc: eve@example.org Lovelace"),
        ("Ada, Countess", "Ada, Countess Lovelace"),
        ('A"da', 'A"da Lovelace'),
        ("Ździsława 李", "Ździsława 李 Lovelace"),
        ("A" * 90, f"{'A' * 90} Lovelace"),
        ("Ada\u2028\u202e", "Ada Lovelace"),
    ],
)
def test_a_name_stays_a_name_whatever_stands_in_it(ada: Person, name: str, shown: str):
    ada.first_name = name
    read = written(ada, notice(ada))

    [address] = read["To"].addresses
    assert (address.display_name, address.addr_spec) == (shown, ada.email)
    assert read["Bcc"] is None
    assert read.defects == []


@given(st.text(max_size=100), st.text(max_size=600))
def test_no_words_can_add_a_header(first_name: str, words: str):
    person = Person(pk=1, first_name=first_name, last_name="L", email="ada@example.org")
    plain = Notice(person=person, words=words, email_words=words, url="/", at=timezone.now())
    email = Email(person=person, kind=EmailKind.SOON, message_id="<1@localhost>")

    made = writing.write(email, [plain], {})
    sent = made.message(policy=policy.SMTP).as_bytes()
    read = message_from_bytes(sent, policy=policy.default)

    assert set(read.keys()) == {
        *("MIME-Version", "Content-Type", "Subject", "From", "To", "Date", "Message-ID"),
        *("Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post"),
    }
    assert len(str(read["Subject"])) <= writing.LONGEST_SUBJECT
    assert max(map(len, sent.split(b"\r\n"))) <= 998
    assert b"\n" not in sent.replace(b"\r\n", b"")


def test_a_stop_link_of_somebody_else_cannot_be_made():
    token = signing.dumps([1, ["mine"]], salt="something else")

    with pytest.raises(signing.BadSignature):
        writing.read_stop_token(token)


FACTS = {
    "why": "Mrs Smith of 3 Mill Lane complained.",
    "words": "Dear Mrs Smith, your bin …",
    "said": "My child is in danger.",
    "note": "He is ill.",
}
NAMED = {"message": 12, "account": 3, "by": 5, "author": 6, "person": 6, "applicant": 6}


@pytest.mark.parametrize("kind", SENTENCES)
def test_nothing_that_people_wrote_stands_in_an_email(kind: str):
    facts: dict[str, Any] = {**NAMED, **FACTS, "until": "2027-12-05T10:00:00+00:00", "how_many": 3}
    entry = record(kind, concerns=[6], **{**facts, "due_at": facts["until"]})
    known = Known(
        people={5: "Sam Okafor", 6: "Ada Lovelace"},
        things=Things(posts={12: (6, "Dear Mrs Smith, your")}, handles={3: "@rangers"}),
        sentences={kind: SENTENCES[kind] + " {why} {words} {said} {note} {score} {because} {post}"},
    )

    for one in notices_of(entry, known):
        for private in ("Smith", "complained", "danger", "ill."):
            assert private not in one.email_words
