"""What a network asks for when an account is connected."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from django import forms
from django.core.exceptions import ValidationError

from tabard.accounts import actions
from tabard.accounts.models import Account, Health, Ticket
from tabard.accounts.queries import networks as networks_of
from tabard.common.http import Client, RefusedAddressError
from tabard.common.templatetags.moments import moment
from tabard.connectors.api import (
    AccessLostError,
    Asked,
    ConnectorError,
    Profile,
    TryLaterError,
    UnsureError,
)
from tabard.people.models import Person

SERVER = "server"
LONGEST = 300
LONGEST_SECRET = 2_000
ADDRESS_EXAMPLE = "https://bsky.social"
NO_ADDRESS = "Enter an address that begins with https://"
NOT_PUBLIC = (
    "We cannot connect to this address. Enter the https address of a server on the public internet"
)


class ConnectForm(forms.Form):
    """Asks what a connector asks for; a secret is never shown again."""

    def __init__(
        self,
        asks: Sequence[Asked],
        data: Mapping[str, Any] | None = None,
        *,
        handle: str = "",
        server: str = "",
    ) -> None:
        super().__init__(data)
        self._asks = asks
        # Another profile than was agreed, once the network has said so.
        self.another: Profile | None = None
        for one in asks:
            self.fields[one.name] = _field(one)
        if SERVER in self.fields and server:
            self.fields[SERVER].initial = server
        # The handle that was agreed is offered as the first answer that is not the server.
        names = [one.name for one in asks if not one.secret and one.name != SERVER]
        for name in names[:1]:
            self.fields[name].initial = handle or self.fields[name].initial

    def connect(self, ticket: Ticket, *, by: Person, http: Client) -> Account:
        """Connect the account with what was entered."""
        return actions.connect(ticket, by=by, http=http, confirmed=self.confirmed, **self._access())

    def reconnect(self, account: Account, *, by: Person, http: Client) -> Account:
        """Give the account new access with what was entered."""
        return actions.reconnect(account, by=by, http=http, **self._access(account.server))

    @property
    def confirmed(self) -> str:
        """The profile to which the person says yes with this form, although another was agreed."""
        if self.another:
            return self.another.stable_id
        return str(self.data.get("confirmed", ""))

    def _access(self, server: str = "") -> dict[str, Any]:
        secrets = {name: said for name, said in self.cleaned_data.items() if name != SERVER}
        return {"server": self.cleaned_data.get(SERVER, server), "secrets": secrets}

    def clean(self) -> dict[str, Any]:
        """Make a web address of what was entered as the server."""
        said = super().clean() or {}
        if said.get(SERVER):
            try:
                said[SERVER] = _web_address(said[SERVER])
            except ValidationError as problem:
                self.add_error(SERVER, problem)
        return said

    def explain(self, error: Exception) -> None:
        """Say beside the form, in plain words, what came of trying to connect."""
        if isinstance(error, actions.AnotherHandleError):
            self.another = error.profile
            return
        refused = isinstance(error.__cause__, RefusedAddressError | httpx.InvalidURL)
        if refused and SERVER in self.fields:
            example = self.fields[SERVER].initial or ADDRESS_EXAMPLE
            self.add_error(SERVER, f"{NOT_PUBLIC}, such as {example}")
            return
        secret = next((one for one in self._asks if one.secret), None)
        beside = secret.name if secret and isinstance(error, AccessLostError) else None
        words = in_words(error, asked=_within_a_sentence(secret.label) if secret else "secret")
        self.add_error(beside, self._without_secrets(words))

    def _without_secrets(self, words: str) -> str:
        """Leave out a secret that a network repeats in its answer."""
        for one in self._asks:
            typed = self.cleaned_data.get(one.name) if one.secret else None
            words = words.replace(typed, "…") if typed else words
        return words


class ServerForm(forms.Form):
    """Where an account lives, on whose own page leave is given."""

    server = forms.CharField(
        label="Server",
        help_text="Where the account lives, for example https://social.exampleton.gov.uk",
        max_length=LONGEST,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, asked: Asked | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        if asked is not None:
            server = self.fields["server"]
            server.label, server.help_text = asked.label, asked.hint

    def clean_server(self) -> str:
        """Make a web address of what was entered; a handle is one too, without its sign."""
        return _web_address(self.cleaned_data["server"].removeprefix("@"))

    def explain(self, error: Exception) -> None:
        """Say beside the question what came of asking the server."""
        if isinstance(error.__cause__, RefusedAddressError | httpx.InvalidURL):
            self.add_error("server", NOT_PUBLIC)
        else:
            self.add_error("server", in_words(error))


class FixedServerForm(forms.Form):
    """Asks nothing: the network is at one address for everybody."""

    def __init__(self, server: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._server = server

    def clean(self) -> dict[str, Any]:
        """Give the network's address."""
        return {SERVER: self._server}

    def explain(self, error: Exception) -> None:
        """Say what came of asking the network."""
        self.add_error(None, in_words(error))


class ChooseForm(forms.Form):
    """Which of several accounts is to be connected."""

    account = forms.ChoiceField(
        label="Which account do you want to connect?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an account"},
    )

    def __init__(self, profiles: Sequence[Profile], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        asked = cast("forms.ChoiceField", self.fields["account"])
        asked.choices = [(one.stable_id, one.display_name or one.handle) for one in profiles]
        self.hints = {one.stable_id: f"{one.handle}, {one.url}" for one in profiles}


class FilterForm(forms.Form):
    """Which connections are to be shown."""

    network = forms.ChoiceField(label="Network", required=False)
    health = forms.ChoiceField(
        label="How they work",
        required=False,
        choices=[("", "Any"), *((one.value, one.label) for one in Health if one != Health.NONE)],
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        asked = cast("forms.ChoiceField", self.fields["network"])
        networks = [(one.key, one.name) for one in networks_of()]
        asked.choices = [("", "Any"), *networks]


class ApplicationForm(forms.Form):
    """What a network knows the council by; the secret is never shown again."""

    client_id = forms.CharField(
        label="Client ID",
        help_text="The network may call it app ID, application ID or API key.",
        max_length=500,
    )
    client_secret = forms.CharField(
        label="Client secret",
        help_text="It is kept encrypted, and nobody can read it here again.",
        max_length=LONGEST_SECRET,
        widget=forms.PasswordInput(),
    )


class PracticeForm(forms.Form):
    """The name under which somebody practises."""

    handle = forms.CharField(
        label="Handle",
        help_text="The name people see: 3 to 30 letters, numbers or underscores.",
        max_length=31,
        error_messages={"required": "Enter a handle"},
    )

    def connect(self, ticket: Ticket, *, by: Person, http: Client) -> Account:
        """Open an account on the practice network and connect it."""
        return actions.connect_practice(
            ticket, by=by, handle=self.cleaned_data["handle"], http=http
        )

    def explain(self, error: Exception) -> None:
        """Say beside the question what came of trying to connect."""
        about_the_handle = not isinstance(error, ConnectorError)
        self.add_error("handle" if about_the_handle else None, in_words(error))


class PracticeAgainForm(forms.Form):
    """Asks nothing: the practice network is ours, and gives new access by itself."""

    def reconnect(self, account: Account, *, by: Person, http: Client) -> Account:
        """Have new access made and connect with it."""
        return actions.reconnect_practice(account, by=by, http=http)

    def explain(self, error: Exception) -> None:
        """Say what came of trying to connect."""
        self.add_error(None, in_words(error))


def in_words(error: Exception, *, asked: str = "secret") -> str:
    """Say in plain words what went wrong at a network, and what to do."""
    match error:
        case TryLaterError(until=until) if until is not None:
            what_to_do = f"Nothing has changed. Try again after {moment(until)}."
        case TryLaterError():
            what_to_do = "Nothing has changed. Check the address, or try again in a few minutes."
        case AccessLostError():
            what_to_do = f"Check what you entered, and enter the {asked} again."
        case UnsureError():
            # Its own words speak of a post; here nothing was to be posted.
            return "The answer of the network was lost, so nothing is connected. Try again."
        case _:
            return f"{error}"
    return f"{_ended(f'{error}')} {what_to_do}"


def _ended(sentence: str) -> str:
    """End a sentence, which a network may have left without a full stop."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _within_a_sentence(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"


def _field(asked: Asked) -> forms.CharField:
    widget = forms.PasswordInput() if asked.secret else forms.TextInput()
    return forms.CharField(
        label=asked.label,
        help_text=asked.hint,
        initial=asked.default,
        max_length=LONGEST_SECRET if asked.secret else LONGEST,
        widget=widget,
    )


def _web_address(said: str) -> str:
    """Read a server's address as people write it, with or without https://."""
    is_whole = "://" in said
    address = said if is_whole else f"https://{said}"
    try:
        parts = urlsplit(address)
        # A single word is no address that somebody left https:// away from.
        is_name = bool(parts.hostname) and (is_whole or "." in (parts.hostname or ""))
        usable = is_name and parts.port != 0
    except ValueError:
        usable = False
    if not usable or " " in address:
        raise ValidationError(f"{NO_ADDRESS}, such as {ADDRESS_EXAMPLE}")
    return address.rstrip("/")
