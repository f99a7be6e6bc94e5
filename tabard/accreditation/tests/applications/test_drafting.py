"""What is written is kept until it is sent, and two tabs do not overwrite each other."""

import pytest

from tabard.accreditation import actions
from tabard.accreditation.models import Application, Draft
from tabard.accreditation.tests.pages import ENTERED, WISH, by, endorsed, to, words
from tabard.record.models import Entry

pytestmark = pytest.mark.django_db

SAVE = {"purpose": "Half a <thought>", "minutes_a_week": "some", "do": "save", "seen": "0"}


def test_half_an_application_is_saved_and_shown_again(ada):
    client = by(ada)

    answer = client.post(to("apply"), {**SAVE, "networks": ["practice"]}, follow=True)

    assert "What you wrote is saved, and not sent yet." in words(answer)
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


class TestOthers:
    """A change, and an appeal, are kept as they are written, too."""

    @pytest.fixture
    def sent_back(self, ada, manager) -> Application:
        one = actions.apply(ada, **WISH)
        return actions.send_back(one, by=manager, reason="Say where.")

    @pytest.fixture
    def declined(self, ada, team) -> Application:
        return actions.decline(endorsed(ada), by=team, reason="No.", would_change="A topic.")

    def test_half_a_change_is_saved_and_shown_again_instead_of_what_was_sent(self, ada, sent_back):
        client = by(ada)
        assert WISH["audience"] in words(client.get(to("change", sent_back)))

        client.post(to("change", sent_back), SAVE)

        page = words(client.get(to("change", sent_back)))
        assert "Half a &lt;thought&gt;" in page
        assert WISH["audience"] not in page
        sent_back.refresh_from_db()
        assert (sent_back.state, sent_back.purpose) == ("sent_back", WISH["purpose"])
        client.post(to("change", sent_back), {**ENTERED, "seen": "1"})
        sent_back.refresh_from_db()
        assert sent_back.state == "applied"
        assert not Draft.objects.exists()

    def test_half_an_appeal_is_saved_as_one_goes_and_gone_once_it_is_sent(self, ada, declined):
        client = by(ada)
        said = {"words": "You have overlooked", "seen": "0", "do": ""}

        part = words(client.post(to("appeal", declined), said, headers={"HX-Request": "true"}))

        assert part.startswith('<div id="saved"')
        assert "You have overlooked" in words(client.get(to("appeal", declined)))
        client.post(to("appeal", declined), {"words": "You have overlooked it.", "seen": "1"})
        declined.refresh_from_db()
        assert declined.appeal == "You have overlooked it."
        assert not Draft.objects.exists()

    def test_second_tab_overwrites_nothing_of_an_appeal(self, ada, declined):
        client = by(ada)
        client.post(to("appeal", declined), {"words": "One.", "seen": "0", "do": "save"})

        answer = client.post(to("appeal", declined), {"words": "Two.", "seen": "0"})

        assert answer.status_code == 409
        assert "Nothing was overwritten" in words(answer)
        assert Draft.objects.get().answers == {"words": "One."}
        declined.refresh_from_db()
        assert declined.state == "declined"

    def test_drafts_of_several_things_do_not_touch_each_other(self, ada, declined):
        client = by(ada)
        client.post(to("appeal", declined), {"words": "Half.", "seen": "0", "do": "save"})
        client.post(to("apply"), SAVE)
        client.post(to("apply"), {**ENTERED, "seen": "1"})

        assert [draft.about for draft in Draft.objects.all()] == [f"appeal {declined.pk}"]
