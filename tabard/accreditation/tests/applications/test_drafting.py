"""What is written is kept until it is sent, and two tabs do not overwrite each other."""

import pytest

from tabard.accreditation.models import Application, Draft
from tabard.accreditation.tests.pages import ENTERED, by, to, words
from tabard.record.models import Entry

pytestmark = pytest.mark.django_db

SAVE = {"purpose": "Half a <thought>", "minutes_a_week": "some", "do": "save", "seen": "0"}


def test_half_an_application_is_saved_and_shown_again(ada):
    client = by(ada)

    answer = client.post(to("apply"), {**SAVE, "networks": ["practice"]}, follow=True)

    assert "Your application is saved, and not sent yet." in words(answer)
    assert "Go on with your application" in words(answer)
    page = words(client.get(to("apply")))
    assert "Half a &lt;thought&gt;" in page
    assert 'value="some"' in page
    assert 'value="practice" checked' in page
    assert not Application.objects.exists()
    assert not Entry.objects.exists()


def test_what_is_wrong_is_saved_too(ada):
    answer = by(ada).post(to("apply"), {**ENTERED, "minutes_a_week": "many", "seen": "0"})

    assert "Enter a number of minutes, such as 60" in words(answer)
    assert Draft.objects.get().answers["minutes_a_week"] == "many"


def test_page_saves_as_one_goes(ada):
    client = by(ada)
    part = client.post(to("apply"), {**SAVE, "do": ""}, headers={"HX-Request": "true"})

    shown = words(part)
    assert shown.startswith('<div id="saved"')
    assert 'name="seen" value="1"' in shown
    assert "Saved on" in shown
    assert "<form" not in shown


def test_second_tab_overwrites_nothing_and_says_so(ada):
    client = by(ada)
    client.post(to("apply"), SAVE)

    answer = client.post(to("apply"), {**SAVE, "purpose": "Other words"})

    shown = words(answer)
    assert answer.status_code == 409
    assert "Nothing was overwritten" in shown
    assert "Other words" in shown
    assert Draft.objects.get().answers["purpose"] == SAVE["purpose"]
    again = client.post(to("apply"), {**SAVE, "purpose": "Other words", "seen": "1"})
    assert again.status_code == 302
    assert Draft.objects.get().answers["purpose"] == "Other words"


def test_conflict_is_said_while_typing_too(ada):
    client = by(ada)
    client.post(to("apply"), SAVE)

    part = client.post(
        to("apply"), {"purpose": "Other", "seen": "x"}, headers={"HX-Request": "true"}
    )

    assert part.status_code == 200
    assert "Nothing was overwritten" in words(part)


def test_draft_is_gone_once_it_is_sent(ada):
    client = by(ada)
    client.post(to("apply"), SAVE)

    client.post(to("apply"), {**ENTERED, "seen": "1", "do": "send"})

    assert Application.objects.get().purpose == ENTERED["purpose"]
    assert not Draft.objects.exists()


def test_sign_that_cannot_be_kept_is_left_out(ada):
    by(ada).post(to("apply"), {**SAVE, "purpose": "a\0b"})

    assert Draft.objects.get().answers["purpose"] == "ab"


def test_draft_is_called_after_whose_it_is(ada):
    by(ada).post(to("apply"), SAVE)

    assert str(Draft.objects.get()) == "draft of Ada Okafor"
