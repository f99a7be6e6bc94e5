"""Leave for an AT Protocol account: what is asked, believed, and said by hostile servers."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tabard.common.http import Client, open_http
from tabard.common.tests.scripted import Script, scripted
from tabard.connectors.api import (
    AccessLostError,
    Application,
    Leave,
    RejectedError,
    TryLaterError,
)
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.bluesky.leave import RIGHTS
from tabard.connectors.tests.atproto import DID, HANDLE, entry, json
from tabard.connectors.tests.atproto_issuer import IssuerServer
from tabard.connectors.tests.network_server import running

ADDRESS = "https://tabard.exampleton.gov.uk/accounts/known/bluesky.json"
BACK = "https://tabard.exampleton.gov.uk/accounts/back/bluesky/"
NO_PAGE = "no page on which leave can be given"
STRANGER = "did:plc:strangerstranger22222222"


@pytest.fixture
def known() -> Application:
    return Bluesky.application(ADDRESS, BACK)


@pytest.fixture
def network(known: Application, directory: Script) -> Iterator[IssuerServer]:
    with running(IssuerServer()) as network:
        network.shown_keys = Bluesky.document(known)["jwks"]["keys"]
        directory.says(json(entry(network.url)))
        yield network


@pytest.fixture
def http(network: IssuerServer, directory: Script) -> Iterator[Client]:
    with open_http(deadline=5, allow_private=frozenset([network.place, directory.place])) as http:
        yield http


def ask(http: Client, known: Application, start: str = f"https://{HANDLE}") -> Leave:
    return Bluesky.ask_leave(http, start, known)


def take(http: Client, known: Application, leave: Leave, **differs: str) -> Any:
    answer = {"state": leave.state, "iss": leave.kept["issuer"], "code": "the-code", **differs}
    return Bluesky.take_leave(http, leave.server, known, leave=leave, answer=answer)


def test_software_is_known_by_what_stands_at_its_address(known):
    (key,) = Bluesky.document(known)["jwks"]["keys"]

    assert Bluesky.document(known) == {
        "client_id": ADDRESS,
        "client_name": "Tabard",
        "client_uri": "https://tabard.exampleton.gov.uk/",
        "application_type": "web",
        "redirect_uris": [BACK],
        "response_types": ["code"],
        "grant_types": ["authorization_code", "refresh_token"],
        "scope": " ".join(RIGHTS),
        "dpop_bound_access_tokens": True,
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": {"keys": [key]},
    }
    assert key.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    assert known.client_secret not in str(Bluesky.document(known))
    assert Bluesky.application(ADDRESS, BACK).client_secret != known.client_secret


def test_every_right_is_asked_for_by_itself_and_with_its_reason():
    assert list(RIGHTS) == list(Bluesky.rights())
    assert all(Bluesky.rights().values())
    assert Bluesky.asks_handle().name == "server"


def test_what_is_asked_for_is_pushed_and_the_page_knows_it_by_a_number(http, network, known):
    leave = ask(http, known)

    page = urlsplit(leave.address)
    assert f"{page.scheme}://{page.netloc}{page.path}" == f"{network.url}/authorize"
    assert parse_qs(page.query) == {"client_id": [ADDRESS], "request_uri": ["urn:the-request"]}
    assert {name: network.pushed[name] for name in network.pushed if "assertion" not in name} == {
        "response_type": "code",
        "client_id": ADDRESS,
        "redirect_uri": BACK,
        "scope": " ".join(RIGHTS),
        "state": leave.state,
        "code_challenge": network.pushed["code_challenge"],
        "code_challenge_method": "S256",
        "login_hint": HANDLE,
    }
    assert leave.server == network.url
    assert not [right for right in RIGHTS if "transition" in right]


def test_leave_becomes_tokens_for_the_one_key_that_asked(http, network, known):
    leave = ask(http, known)

    secrets = take(http, known, leave)

    assert {name: secrets[name] for name in secrets if name != "expires_at"} == {
        "did": DID,
        "access_token": "access-1",
        "refresh_token": "refresh-1",
        "home": network.url,
        "issuer": network.url,
        "renewed_at": f"{network.url}/token",
        "ended_at": f"{network.url}/revoke",
        "key": leave.kept["key"],
        "known_as": ADDRESS,
    }
    assert network.asked().count("POST /token") == 2
    assert network.ended == []


def test_every_leave_has_a_state_a_proof_and_a_key_of_its_own(http, known):
    one, two = ask(http, known), ask(http, known)

    assert one.state != two.state
    assert one.kept["verifier"] != two.kept["verifier"]
    assert one.kept["key"] != two.kept["key"]


def test_large_provider_is_asked_by_its_own_name(http, network, known):
    network.says_of_resource = {"authorization_servers": ["https://elsewhere.example"]}

    leave = ask(http, known, f"{network.url}/")

    assert (leave.kept["issuer"], leave.kept["did"]) == (network.url, "")
    assert "login_hint" not in network.pushed


def test_home_names_the_server_that_gives_out_access(network, known):
    network.says_of_issuer = {"issuer": "https://elsewhere.example"}

    with running(IssuerServer()) as provider:
        provider.shown_keys = network.shown_keys
        network.says_of_resource = {"authorization_servers": [f"{provider.url}/"]}
        places = frozenset([network.place, provider.place])
        with open_http(allow_private=places) as door:
            leave = ask(door, known, network.url)

    assert (leave.kept["issuer"], leave.server) == (provider.url, network.url)


def test_software_on_a_person_s_own_machine_has_no_key(http, network):
    network.shown_keys = []
    local = Bluesky.application("http://localhost:8000/known.json", "http://127.0.0.1:8000/back/")

    secrets = take(http, local, ask(http, local))

    assert local.client_secret == ""
    assert secrets["known_as"].startswith("http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1")


@pytest.mark.parametrize(
    "says",
    [
        {"resource": "https://elsewhere.example"},
        {"authorization_servers": []},
        {"authorization_servers": None},
        {"authorization_servers": ["https://a.example", "https://b.example"]},
    ],
)
def test_home_that_names_no_one_issuer_is_refused(http, network, known, says):
    network.says_of_resource = says

    with pytest.raises(RejectedError, match=NO_PAGE):
        ask(http, known)

    assert network.pushed == {}


@pytest.mark.parametrize(
    "name",
    ["https://a.example/path", "javascript:alert(1)", "https://a@b.example", "ftp://a.example"],
)
def test_issuer_whose_name_is_none_is_refused(http, network, known, name):
    network.says_of_resource = {"authorization_servers": [name]}

    with pytest.raises(RejectedError, match="whose name is none"):
        ask(http, known)


def test_issuer_on_a_private_address_is_not_called(http, network, known):
    with scripted() as private:
        network.says_of_resource = {"authorization_servers": [private.url]}

        with pytest.raises(RejectedError, match="Only https addresses"):
            ask(http, known)

    assert private.heard == []


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://elsewhere.example"},
        {"require_pushed_authorization_requests": False},
        {"authorization_response_iss_parameter_supported": None},
        {"client_id_metadata_document_supported": "yes"},
        {"code_challenge_methods_supported": ["plain"]},
        {"dpop_signing_alg_values_supported": []},
        {"scopes_supported": ["openid"]},
    ],
)
def test_issuer_that_cannot_do_what_we_insist_on_is_refused(http, network, known, says):
    network.says_of_issuer = says

    with pytest.raises(RejectedError, match=NO_PAGE):
        ask(http, known)

    assert network.pushed == {}


@pytest.mark.parametrize("status", [404, 405])
@pytest.mark.parametrize("what", ["protected-resource", "authorization-server"])
def test_server_that_knows_nothing_of_leave_is_refused(http, network, known, what, status):
    network.breaks(f"GET /.well-known/oauth-{what}", httpx.Response(status))

    with pytest.raises(RejectedError, match=NO_PAGE):
        ask(http, known)


def test_server_s_documents_are_not_looked_for_elsewhere(http, network, known):
    there = httpx.Response(302, headers={"Location": "https://elsewhere.example/"})
    network.breaks("GET /.well-known/oauth-protected-resource", there)

    with pytest.raises(RejectedError, match="another address"):
        ask(http, known)


@pytest.mark.parametrize("page", ["javascript:alert(1)", "data:text/html,x", "/authorize", 7])
def test_nobody_is_sent_to_what_is_no_page(http, network, known, page):
    network.says_of_issuer = {"authorization_endpoint": page}

    with pytest.raises(TryLaterError):
        ask(http, known)

    assert network.pushed == {}


def test_nothing_is_pushed_to_a_private_address(http, network, known):
    with scripted() as private:
        network.says_of_issuer = {"pushed_authorization_request_endpoint": f"{private.url}/par"}

        with pytest.raises(RejectedError, match="Only https addresses"):
            ask(http, known)

    assert private.heard == []


def test_server_that_cannot_give_so_little_leave_is_told_apart(http, network, known):
    network.breaks("POST /par", httpx.Response(400, json={"error": "invalid_scope"}))

    with pytest.raises(RejectedError, match="so little leave"):
        ask(http, known)


def test_server_that_refuses_what_is_pushed_is_quoted(http, network, known):
    told = {"error": "invalid_client_metadata", "error_description": "No such address"}
    network.breaks("POST /par", httpx.Response(400, json=told))

    with pytest.raises(RejectedError, match="No such address"):
        ask(http, known)


def test_server_that_always_wants_another_word_is_given_up(http, network, known):
    network.nonces = [f"word {number}" for number in range(5)]

    with pytest.raises(TryLaterError, match="each time for another"):
        ask(http, known)

    assert network.asked().count("POST /par") == 2


@pytest.mark.parametrize("ahead", [3600, -3600])
def test_clock_that_is_wrong_is_told_the_time_by_the_server(http, network, known, ahead):
    network.ahead = ahead

    secrets = take(http, known, ask(http, known))

    assert secrets["access_token"] == "access-1"


def test_word_that_is_too_long_for_a_proof_is_not_said(http, network, known):
    network.nonces = ["x" * 600]

    with pytest.raises(TryLaterError, match="each time for another"):
        ask(http, known)


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"iss": "https://elsewhere.example"}, "from somebody else"),
        ({"state": "another"}, "another try"),
        ({"code": ""}, "no code"),
        ({"error": "access_denied"}, "did not give leave"),
    ],
)
def test_answer_that_is_not_to_this_question_is_not_redeemed(http, network, known, differs, why):
    leave = ask(http, known)

    with pytest.raises(RejectedError, match=why):
        take(http, known, leave, **differs)

    assert "POST /token" not in network.asked()


def test_answer_that_does_not_say_who_answers_is_not_redeemed(http, network, known):
    leave = ask(http, known)
    answer = {"state": leave.state, "code": "the-code"}

    with pytest.raises(RejectedError, match="from somebody else"):
        Bluesky.take_leave(http, "", known, leave=leave, answer=answer)

    assert "POST /token" not in network.asked()


@pytest.mark.parametrize(
    ("says", "why"),
    [({"sub": STRANGER}, "for another account"), ({"scope": "atproto"}, "not enough leave")],
)
def test_tokens_that_are_not_for_what_was_asked_are_ended(http, network, known, says, why):
    leave = ask(http, known)
    network.says_of_tokens = says

    with pytest.raises(RejectedError, match=why):
        take(http, known, leave)

    assert network.ended == ["refresh-1"]


@pytest.mark.parametrize(
    "says",
    [{"token_type": "Bearer"}, {"refresh_token": None}, {"sub": None}, {"expires_in": "soon"}],
)
def test_tokens_that_cannot_be_kept_are_refused(http, network, known, says):
    leave = ask(http, known)
    network.says_of_tokens = says

    with pytest.raises(TryLaterError):
        take(http, known, leave)


def test_leave_of_a_server_that_the_account_does_not_live_on_is_refused(
    http, network, known, directory
):
    leave = ask(http, known, network.url)
    with running(IssuerServer()) as home:
        directory.says(json(entry(home.url)))
        places = frozenset([network.place, directory.place, home.place])
        with (
            open_http(allow_private=places) as door,
            pytest.raises(RejectedError, match="leads to another server"),
        ):
            take(door, known, leave)

    assert network.ended == ["refresh-1"]


def test_what_cannot_be_ended_is_refused_all_the_same(http, network, known):
    leave = ask(http, known)
    network.says_of_tokens = {"sub": STRANGER}
    network.breaks("POST /revoke", httpx.Response(500))

    with pytest.raises(RejectedError, match="for another account"):
        take(http, known, leave)


def test_handle_that_the_account_s_entry_does_not_give_is_refused(http, known, names):
    names["_atproto.mayor.test"] = [f"did={DID}"]

    with pytest.raises(RejectedError, match=r"mayor\.test leads to an account whose own"):
        ask(http, known, "https://mayor.test")


def granted(http: Client, known: Application) -> dict[str, str]:
    secrets = take(http, known, ask(http, known))
    return {**secrets, "client_id": ADDRESS, "client_secret": known.client_secret}


def test_renewal_that_is_for_another_account_is_not_kept(http, network, known):
    secrets = granted(http, known)
    network.says_of_tokens = {"sub": STRANGER}
    account = Bluesky(http, "", {**secrets, "expires_at": "0"})

    with pytest.raises(AccessLostError, match="another account"):
        account.measure(f"at://{DID}/app.bsky.feed.post/3m6abcdefgh22")

    assert account.secrets["refresh_token"] == "refresh-1"
    assert account.secrets["did"] == DID


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(400, json={"error": "invalid_grant"}), AccessLostError),
        (httpx.Response(401, json={"error": "invalid_client"}), AccessLostError),
        (httpx.Response(404), AccessLostError),
        (httpx.Response(308, headers={"Location": "https://a.example"}), AccessLostError),
        (httpx.Response(429), TryLaterError),
        (httpx.Response(503), TryLaterError),
    ],
)
def test_renewal_that_is_refused_asks_for_a_person_and_trouble_is_tried_later(
    http, network, known, answer, error
):
    account = Bluesky(http, "", {**granted(http, known), "expires_at": "0"})
    network.breaks("POST /token", answer)

    with pytest.raises(error):
        account.identify()
