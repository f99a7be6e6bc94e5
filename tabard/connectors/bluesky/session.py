"""An account's session with its AT Protocol server: tokens that run out and are renewed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Protocol

import httpx

from tabard.common.http import Client, UnfitAnswerError
from tabard.connectors.answers import contents, raise_for, reason, text, told_apart
from tabard.connectors.api import AccessLostError

RUN_OUT = ("ExpiredToken", "InvalidToken")
SHUT_OUT = ("AccountTakedown", "AccountDeactivated", "RepoTakendown", "RepoDeactivated")
REFUSED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class TokenRefusedError(AccessLostError):
    """The account's home does not accept what the sign-in server has only just given out."""


class Access(Protocol):
    """What an account is reached with: a session by password, or leave that was given."""

    secrets: Mapping[str, str]

    @property
    def home(self) -> str:
        """Where the account lives."""
        ...

    def move(self, home: str) -> None:
        """From now on ask where the account's own directory entry says that it lives."""
        ...

    def ask(self, method: str, **asked: str) -> httpx.Response:
        """Ask what anybody may ask."""
        ...

    def signed(self, verb: str, method: str, **how: Any) -> httpx.Response:
        """Ask as the account; if the token has run out, once more with a new one."""
        ...

    def begin(self) -> None:
        """Sign in, unless that was done before."""
        ...

    def end(self) -> None:
        """Have it end; AccessLostError says that it ended before."""
        ...


class Session:
    """Asks an AT Protocol server with an app password."""

    def __init__(self, http: Client, server: str, secrets: Mapping[str, str]) -> None:
        self.secrets = secrets
        self._http = http
        self._server = server.rstrip("/")

    @property
    def home(self) -> str:
        """Where the account lives: a large provider signs in at one server and keeps at many."""
        return self.secrets.get("home", self._server)

    def move(self, home: str) -> None:
        """From now on ask where the account's own directory entry says that it lives."""
        self.secrets = {**self.secrets, "home": home}

    def ask(self, method: str, **asked: str) -> httpx.Response:
        """Ask what anybody may ask."""
        return self._http.get(f"{self.home}/xrpc/{method}", params=asked)

    def signed(self, verb: str, method: str, **how: Any) -> httpx.Response:
        """Ask as the account; if the token has run out, once more with a new one."""
        self.begin()
        answer = self._with_token(verb, method, **how)
        if _has_run_out(answer):
            self._renew()
            answer = self._with_token(verb, method, **how)
        if _has_run_out(answer):
            raise TokenRefusedError
        if error_in(answer) in SHUT_OUT:
            raise AccessLostError
        return answer

    def begin(self) -> None:
        """Sign in, unless that was done before."""
        if "access" not in self.secrets:
            self._renew()

    def end(self) -> None:
        """Begin a session anew and end it; AccessLostError says that none can be begun."""
        answer = self._created()
        raise_for(answer, writing=False)
        bearer = {"Authorization": f"Bearer {text(contents(answer), 'refreshJwt')}"}
        raise_for(self._http.post(self._sessions("deleteSession"), headers=bearer), writing=False)

    def _with_token(self, verb: str, method: str, **how: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.secrets['access']}", **how.pop("headers", {})}
        return self._http.request(verb, f"{self.home}/xrpc/{method}", headers=headers, **how)

    def _renew(self) -> None:
        """Get a new token: with the old session if it lives, else with the app password."""
        with told_apart(writing=False):
            answer = self._refreshed() or self._created()
            raise_for(answer, writing=False)
            self._keep(contents(answer))

    def _refreshed(self) -> httpx.Response | None:
        """Go on with the old session, if there is one and the server still knows it."""
        if "refresh" not in self.secrets:
            return None
        bearer = {"Authorization": f"Bearer {self.secrets['refresh']}"}
        answer = self._http.post(self._sessions("refreshSession"), headers=bearer)
        return None if answer.status_code in REFUSED else answer

    def _created(self) -> httpx.Response:
        """Begin a new session with the app password."""
        who = {name: self.secrets.get(name, "") for name in ("identifier", "password")}
        answer = self._http.post(self._sessions("createSession"), json=who)
        if answer.status_code in REFUSED:
            raise AccessLostError(f"The network does not let us in: {reason(answer)}")
        return answer

    def _sessions(self, method: str) -> str:
        return f"{self._server}/xrpc/com.atproto.server.{method}"

    def _keep(self, session: Mapping[str, Any]) -> None:
        """Keep a session; where the account lives is not for this server to say."""
        kept = {
            "did": text(session, "did"),
            "access": text(session, "accessJwt"),
            "refresh": text(session, "refreshJwt"),
        }
        if "did" in self.secrets and self.secrets["did"] != kept["did"]:
            raise AccessLostError("The sign-in now belongs to another account.")
        self.secrets = {**self.secrets, **kept}


def error_in(answer: httpx.Response) -> str:
    """Give the name of the error in a refusal."""
    if not answer.is_error:
        return ""
    try:
        return str(contents(answer).get("error"))
    except UnfitAnswerError:
        return ""


def _has_run_out(answer: httpx.Response) -> bool:
    return answer.status_code == HTTPStatus.UNAUTHORIZED or error_in(answer) in RUN_OUT
