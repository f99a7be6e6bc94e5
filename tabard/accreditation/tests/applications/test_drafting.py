"""What is written is kept until it is sent, and two tabs do not overwrite each other."""

import re

import pytest

from tabard.accreditation import actions
from tabard.accreditation.models import Application, Draft
from tabard.accreditation.tests.pages import ENTERED, WISH, by, endorsed, to, words
from tabard.common.lifecycle import NotNowError
from tabard.record.models import Entry
from tests import make

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


WISHED = "stevehillSurreyCouncil"
TAKES = {**SAVE, "networks": ["x"], "handle_x": "own", "own_x": WISHED}
TOO_LONG = "It has 22 characters, and X allows 15."


def errors_in(page: str) -> list[str]:
    """Give what a page says is wrong, beside its fields."""
    found = re.findall('class="govuk-error-message">(.*?)</p>', page)
    return [re.sub("<.*?>", "", one).strip() for one in found]


def test_handle_that_does_not_fit_is_saved_and_explained_at_once_and_whenever_one_comes_back(ada):
    client = by(ada)

    saved = client.post(to("apply"), TAKES, follow=True)

    assert saved.redirect_chain == [(to("apply"), 302)]
    assert Draft.objects.get().answers["own_x"] == WISHED
    shown = words(saved)
    assert "What you wrote is saved, and not sent yet." in shown
    for page in (shown, words(client.get(to("apply")))):
        assert [TOO_LONG in one for one in errors_in(page)] == [True]
        assert f'value="{WISHED}"' in page
        # With shorter ones, in words and to be chosen.
        assert "You could use ada_okafor" in page
        assert 'value="ada_okafor"' in page
        # Of what is not finished nothing is said.
        assert "Enter a number of minutes" not in page
        assert "Enter which residents it is for" not in page
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"own_x": "ada!"}, "X allows letters"),
        ({"own_x": "the_mayor"}, "“mayor” is a name that the council has reserved."),
        ({"own_x": "Story_Time"}, "It is a name that a colleague has asked for already."),
        ({"own_x": "st0ry_time"}, "It looks like story_time, "),
        ({"handle_x": "gone_by_now"}, "Choose again: that handle is no longer to be had"),
    ],
)
def test_every_reason_against_a_handle_is_explained_when_it_is_saved(ada, wish, why):
    make.kept_name(make.person(), "story_time", network="x")

    saved = by(ada).post(to("apply"), {**TAKES, **wish}, follow=True)

    assert [why in one for one in errors_in(words(saved))] == [True]
    assert Draft.objects.get().answers.items() >= wish.items()


@pytest.mark.parametrize(
    "differs",
    [
        {"own_x": ""},
        {"handle_x": ""},
        {"own_x": "@ada_okafor"},
        # What is left over under a network that was not chosen is no mistake.
        {"networks": []},
        {"networks": ["practice"]},
    ],
)
def test_handle_that_is_missing_or_fits_is_no_mistake_of_a_draft(ada, differs):
    client = by(ada)

    saved = client.post(to("apply"), {**TAKES, **differs})

    assert saved["Location"] == to("mine")
    assert errors_in(words(client.get(to("apply")))) == []


def test_nothing_is_wrong_on_a_page_on_which_nothing_was_written(ada):
    assert errors_in(words(by(ada).get(to("apply")))) == []


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


def test_page_that_saves_itself_while_it_is_sent_is_refused_nothing_and_keeps_nothing(ada):
    client = by(ada)
    client.post(to("apply"), {**ENTERED, "seen": "0", "do": "send"})

    late = client.post(to("apply"), {**SAVE, "do": ""}, headers={"HX-Request": "true"})

    assert (late.status_code, late.content) == (204, b"")
    assert not Draft.objects.exists()
    assert client.post(to("apply"), SAVE).status_code == 403


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

        client.post(to("change", sent_back), TAKES)

        assert TOO_LONG in words(client.get(to("change", sent_back)))
        client.post(to("change", sent_back), {**SAVE, "seen": "1"})
        page = words(client.get(to("change", sent_back)))
        assert "Half a &lt;thought&gt;" in page
        assert WISH["audience"] not in page
        sent_back.refresh_from_db()
        assert (sent_back.state, sent_back.purpose) == ("sent_back", WISH["purpose"])
        client.post(to("change", sent_back), {**ENTERED, "seen": "2"})
        sent_back.refresh_from_db()
        assert sent_back.state == "applied"
        assert not Draft.objects.exists()

    def test_saving_that_comes_after_the_sending_says_so_on_the_page(self, ada, sent_back):
        client = by(ada)
        client.post(to("change", sent_back), {**ENTERED, "seen": "0"})

        saving = {"HX-Request": "true", "HX-Target": "saved"}
        late = client.post(to("change", sent_back), {**SAVE, "do": ""}, headers=saving)

        assert late.status_code == 200
        assert words(late).startswith('<div id="saved"')
        assert "This was not possible any more" in words(late)
        assert not Draft.objects.exists()
        assert client.post(to("change", sent_back), ENTERED).status_code == 409

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


def test_a_page_overtakes_the_answers_to_its_own_savings():
    ada, page = make.person(), "a-page-of-adas-0"
    actions.keep_draft(ada, {"purpose": "Half"}, about="application", seen="0", page=page)

    # Sent before the answer to the first saving had come.
    kept = actions.keep_draft(ada, {"purpose": "All"}, about="application", seen="0", page=page)

    assert (kept.answers, kept.version) == ({"purpose": "All"}, 2)


@pytest.mark.parametrize("other", ["another-page-000", ""])
def test_another_page_overwrites_nothing(other):
    ada, page = make.person(), "a-page-of-adas-0"
    actions.keep_draft(ada, {"purpose": "Here"}, about="application", seen="0", page=page)

    with pytest.raises(NotNowError):
        actions.keep_draft(ada, {"purpose": "There"}, about="application", seen="0", page=other)

    assert Draft.objects.get().answers == {"purpose": "Here"}


def test_a_page_keeps_its_name_from_one_saving_to_the_next(ada):
    client, in_passing = by(ada), {"HX-Request": "true"}
    name = client.get(to("apply")).context["page"]

    again = client.post(to("apply"), {**SAVE, "page": name}, headers=in_passing)
    told = {**SAVE, "seen": "1", "page": "<script>"}
    made_up = client.post(to("apply"), told, headers=in_passing)

    assert again.context["page"] == name
    assert made_up.context["page"] not in {name, "<script>"}
