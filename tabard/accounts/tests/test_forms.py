"""What is asked when an account is connected, and how trouble is told beside the form."""

from datetime import UTC, datetime

import httpx
import pytest

from tabard.accounts.actions import AnotherHandleError
from tabard.accounts.forms import ConnectForm, PracticeAgainForm, PracticeForm, in_words
from tabard.common.http import RefusedAddressError
from tabard.common.rules import NotAllowedError
from tabard.connectors.api import (
    AccessLostError,
    Asked,
    Profile,
    RejectedError,
    TryLaterError,
    UnsureError,
    find,
)

ASKS = find("bluesky").asks
FILLED = {"server": "https://pds.example", "identifier": "ada.example", "password": "abcd-efgh"}
NO_ADDRESS = "Enter an address that begins with https://, such as https://bsky.social"
NOT_PUBLIC = (
    "We cannot connect to this address. Enter the https address of a server on the public "
    "internet, such as https://bsky.social"
)


def explained(error: Exception, asks: tuple[Asked, ...] = ASKS) -> dict[str, list[str]]:
    form = ConnectForm(asks, FILLED)
    assert form.is_valid()
    form.explain(error)
    return {name: [str(one) for one in errors] for name, errors in form.errors.items()}


def caused_by(cause: Exception) -> RejectedError:
    error = RejectedError("This address is not on the public internet: 10.0.0.1")
    error.__cause__ = cause
    return error


def test_form_asks_what_the_connector_asks():
    form = ConnectForm(ASKS)

    assert [(name, str(field.label)) for name, field in form.fields.items()] == [
        (one.name, one.label) for one in ASKS
    ]


@pytest.mark.parametrize(("name", "longest"), [("identifier", 300), ("password", 2000)])
def test_answers_have_an_end(name, longest):
    assert ConnectForm(ASKS, {**FILLED, name: "a" * longest}).is_valid()
    assert list(ConnectForm(ASKS, {**FILLED, name: "a" * (longest + 1)}).errors) == [name]


def test_form_offers_the_usual_server_and_the_agreed_handle():
    form = ConnectForm(ASKS, handle="ada.example")

    assert [form[name].value() for name in form.fields] == [
        "https://bsky.social",
        "ada.example",
        "",
    ]


def test_form_offers_the_server_where_the_account_was_last():
    assert ConnectForm(ASKS, server="https://pds.example")["server"].value() == (
        "https://pds.example"
    )


def test_form_without_a_server_ignores_where_the_account_was():
    form = ConnectForm(find("practice").asks, server="https://pds.example", handle="ada")

    assert list(form.fields) == ["token"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("https://pds.example", "https://pds.example"),
        (" pds.example/ ", "https://pds.example"),
        ("http://localhost:2583", "http://localhost:2583"),
        ("pds.example:8443", "https://pds.example:8443"),
    ],
)
def test_server_is_read_as_people_write_it(said, meant):
    form = ConnectForm(ASKS, {**FILLED, "server": said})

    assert form.is_valid()
    assert form.cleaned_data["server"] == meant


@pytest.mark.parametrize(
    "said",
    [
        "garbage",
        "https://",
        "pds example",
        "https://[::1",
        "pds.example:99999",
        "pds.example:0",
        "http://:80",
    ],
)
def test_server_that_is_no_address_is_refused(said):
    form = ConnectForm(ASKS, {**FILLED, "server": said})

    assert form.errors == {"server": [NO_ADDRESS]}


def test_another_account_than_agreed_is_kept_to_ask_about():
    form = ConnectForm(ASKS, FILLED)
    profile = Profile("did:plc:omar", "omar.test", "Omar", "https://bsky.app/profile/omar")

    before = form.confirmed
    form.explain(AnotherHandleError(profile))

    assert (before, form.confirmed) == ("", "did:plc:omar")
    assert not form.errors


def test_what_was_confirmed_outlasts_a_missing_secret():
    form = ConnectForm(ASKS, {**FILLED, "password": "", "confirmed": "did:plc:omar"})

    assert not form.is_valid()
    assert form.confirmed == "did:plc:omar"


def test_secret_is_never_written_into_the_page_again():
    form = ConnectForm(ASKS, {**FILLED, "identifier": ""})

    shown = str(form)

    assert not form.is_valid()
    assert "abcd-efgh" not in shown
    assert "https://pds.example" in shown


@pytest.mark.parametrize(
    "cause", [RefusedAddressError("not public"), httpx.InvalidURL("no address")]
)
def test_refused_address_is_told_beside_the_server(cause):
    assert explained(caused_by(cause)) == {"server": [NOT_PUBLIC]}


def test_refused_address_of_a_network_that_asks_for_no_server_is_told_above():
    asks = tuple(one for one in ASKS if one.name != "server")

    told = explained(caused_by(RefusedAddressError("not public")), asks)

    assert told == {"__all__": ["This address is not on the public internet: 10.0.0.1"]}


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            TryLaterError("The network could not be reached."),
            (
                "The network could not be reached. Nothing has changed. "
                "Check the address, or try again in a few minutes."
            ),
        ),
        (
            TryLaterError(
                "The network asks us to wait.", until=datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
            ),
            (
                "The network asks us to wait. Nothing has changed. "
                "Try again after 23 November 2026 at 12:05pm."
            ),
        ),
        (
            UnsureError(),
            "The answer of the network was lost, so nothing is connected. Try again.",
        ),
        (RejectedError("The network refused: no."), "The network refused: no."),
        (NotAllowedError("That is another account."), "That is another account."),
    ],
)
def test_trouble_is_told_in_words_with_what_to_do(error, told):
    assert in_words(error) == told
    assert explained(error) == {"__all__": [told]}


def test_wrong_secret_is_told_beside_it_under_its_own_name_and_in_whole_sentences():
    error = AccessLostError("The network does not let us in: Invalid identifier or password")

    assert explained(error) == {
        "password": [
            (
                "The network does not let us in: Invalid identifier or password. "
                "Check what you entered, and enter the app password again."
            )
        ]
    }


def test_secret_that_a_network_repeats_is_left_out():
    told = explained(RejectedError("The network refused: abcd-efgh is wrong"))

    assert told == {"__all__": ["The network refused: … is wrong"]}


def test_practice_handle_that_is_refused_is_told_beside_it():
    form = PracticeForm({"handle": "a b"})
    assert form.is_valid()

    form.explain(NotAllowedError("A handle has 3 to 30 letters, numbers or underscores."))

    assert form.errors == {"handle": ["A handle has 3 to 30 letters, numbers or underscores."]}


def test_trouble_with_the_practice_network_is_told_above():
    form = PracticeForm({"handle": "ada"})
    assert form.is_valid()

    form.explain(RejectedError("The network refused: no."))

    assert form.errors == {"__all__": ["The network refused: no."]}


def test_practice_handle_has_to_be_entered():
    assert PracticeForm({}).errors == {"handle": ["Enter a handle"]}


def test_trouble_with_new_access_is_told_above():
    form = PracticeAgainForm({})
    assert form.is_valid()

    form.explain(UnsureError())

    assert list(form.errors) == ["__all__"]
