"""Who an AT Protocol account is: as its home knows it, and not as any server claims."""

import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import scripted
from tabard.connectors.api import AccessLostError, Profile, RejectedError
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.tests.atproto import (
    DID,
    GONE,
    POST,
    TYPED,
    WHO,
    WRITTEN,
    asked,
    entry,
    error,
    json,
    session,
    tokens,
)

STRANGER = "did:plc:strangerstranger22222222"


@pytest.fixture
def http(directory, sign_in, home):
    places = frozenset([directory.place, sign_in.place, home.place])
    with open_http(deadline=5, allow_private=places) as http:
        yield http


@pytest.fixture
def account(http, sign_in):
    return Bluesky(http, sign_in.url, TYPED)


def test_account_that_signs_in_at_one_server_is_proved_and_kept_at_another(
    account, directory, sign_in, home
):
    profile = account.identify()

    assert profile == Profile(DID, "roads.test", "roads.test", f"https://bsky.app/profile/{DID}")
    assert [heard.path for heard in directory.heard] == [f"/{DID}"]
    assert asked(sign_in) == ["com.atproto.server.createSession"]
    assert asked(home) == [
        "com.atproto.server.getSession",
        "com.atproto.repo.getRecord",
    ]
    assert (tokens(directory), tokens(home)) == ([""], ["access-1", ""])
    assert account.secrets["home"] == home.url


def test_post_goes_to_the_home_that_was_proved(account, sign_in, home):
    account.identify()
    home.says(WRITTEN)

    account.deliver(POST)

    assert asked(home)[-1] == "com.atproto.repo.putRecord"
    assert asked(sign_in) == ["com.atproto.server.createSession"]


def test_account_on_a_server_of_its_own_is_proved_there(http, directory, home):
    directory.says(json(entry(f"{home.url}/")))
    home.says(session(1), WHO, GONE)

    profile = Bluesky(http, f"{home.url}/", TYPED).identify()

    assert profile.stable_id == DID
    assert tokens(home) == ["", "access-1", ""]


def test_server_that_claims_somebody_else_s_account_is_not_believed(directory, home):
    home.says(error("InvalidToken", "Token could not be verified"))
    with scripted() as liar, scripted() as third:
        claims = {"didDoc": entry(third.url), "handle": "roads.test"}
        liar.says(session(1, **claims), session(2, **claims), WHO)

        places = frozenset([liar.place, third.place, home.place, directory.place])
        with (
            open_http(allow_private=places) as door,
            pytest.raises(RejectedError, match=f"names the server {home.url}, and that one"),
        ):
            Bluesky(door, liar.url, TYPED).identify()

    assert asked(liar) == [
        "com.atproto.server.createSession",
        "com.atproto.server.refreshSession",
    ]
    assert tokens(home) == ["access-1", "access-2"]
    assert tokens(directory) == [""]
    assert third.heard == []


@pytest.mark.parametrize("status", [401, 403])
def test_home_that_refuses_the_token_in_any_words_is_final(account, home, status):
    home.says(error("Forbidden", status=status))

    with pytest.raises(RejectedError, match=r"refused|does not accept"):
        account.identify()


def test_account_that_its_home_has_shut_has_lost_its_access(account, home):
    home.says(error("AccountTakedown", status=403))

    with pytest.raises(AccessLostError):
        account.identify()


def test_home_that_takes_the_sign_in_for_another_account_is_heeded(account, home):
    home.says(json({"did": STRANGER, "handle": "roads.test"}), GONE)

    with pytest.raises(RejectedError, match="for another account"):
        account.identify()


def test_home_that_gives_another_handle_than_the_directory_is_refused(account, home):
    home.says(json({"did": DID, "handle": "mayor.test"}), GONE)

    with pytest.raises(
        RejectedError, match=r"gives the handle roads\.test, and its server another"
    ):
        account.identify()


def test_handles_are_the_same_in_small_and_capital_letters(account, directory, home):
    names = ["https://roads.example", "at://Roads.Test", "at://older.test"]
    directory.says(json(entry(home.url, alsoKnownAs=names)))
    home.says(json({"did": DID, "handle": "ROADS.test"}), GONE)

    assert account.identify().handle == "roads.test"


def test_home_that_was_kept_is_asked_no_more_once_the_directory_names_another(http, sign_in, home):
    with scripted() as left:
        kept = {**TYPED, "did": DID, "access": "access-1", "refresh": "refresh-1"}
        account = Bluesky(http, sign_in.url, {**kept, "home": left.url})

        account.identify()

        assert (left.heard, sign_in.heard) == ([], [])
        assert account.secrets == {**kept, "home": home.url}
