"""How sign-in behaves here: staff are entered by the council, nobody signs up."""

import base64
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tabard.common.secrets import seal, unseal, wrapped_anew
from tabard.people import second_step
from tabard.people.models import Person
from tabard.people.queries import is_connected
from tabard.people.settings import takes_passwords

# Where secrets of second steps belong, so that no other secret of ours opens there.
PLACE = "second step"

# What of an authenticator's data is sealed; the codes are those of an earlier allauth.
SEALED, SEALED_CODES = ("secret", "seed"), "migrated_codes"

CONFIRM_BY = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code from your authenticator app, or a recovery code",
    "mfa_reauthenticate:webauthn": "Use your passkey",
    "sign_on": "Use your council account",
}


def wrap_anew(authenticator: Authenticator) -> bool:
    """Wrap what a second step is checked against with the key of today; say if another one did."""
    said = authenticator.data
    codes = said.get(SEALED_CODES) or []
    here: dict[str, Any] = {name: _wrapped(said[name]) for name in SEALED if name in said}
    if codes:
        here[SEALED_CODES] = [_wrapped(code) for code in codes]
    is_new = any(here[name] != said[name] for name in here)
    authenticator.data = {**said, **here}
    return is_new


def _wrapped(text: str) -> str:
    new = wrapped_anew(base64.b64decode(text), place=PLACE)
    return base64.b64encode(new).decode() if new else text


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-in for people whom the council has entered."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right",
        "incorrect_password": "That is not your password",
        "enter_current_password": "That is not the password you use now",
        "too_many_login_attempts": "Too many wrong tries. Wait five minutes and try again",
    }

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, str]]:
        """Call the ways to confirm who is there by our words, and add the council's sign-on.

        Whoever has no way at all is led there, too, and told what to do.
        """
        ways = super().get_reauthentication_methods(user)
        ways = [way for way in ways if way["id"] != "reauthenticate" or takes_passwords()]
        if user.is_authenticated and (not ways or is_connected(user)):
            ways.append({"id": "sign_on", "url": reverse("confirm_at_sign_on")})
        return [{**way, "description": CONFIRM_BY[way["id"]]} for way in ways]

    def post_login(
        self,
        request: HttpRequest,
        user: Person,
        *,
        signal_kwargs: dict[str, Any] | None,
        **how: Any,
    ) -> HttpResponse:
        """Remember whether there was a second step."""
        through = (signal_kwargs or {}).get("sociallogin")
        at_sign_on = through is not None and through.state.get("two_steps", False)
        second_step.note_sign_in(request, user, at_sign_on=at_sign_on)
        answer: HttpResponse = super().post_login(request, user, signal_kwargs=signal_kwargs, **how)
        return answer

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth hands it in
        """Refuse sign-up."""
        return False


class CodeAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """The second step of signing in, in plain words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right. Wait for the next one and try again",
    }

    def encrypt(self, text: str) -> str:
        """Seal what a second step is checked against, before it is stored."""
        return base64.b64encode(seal(text.encode(), place=PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return unseal(base64.b64decode(encrypted_text), place=PLACE).decode()

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002 - allauth's name
        """Propose a name for the next passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """Name the place for which passkeys are made: whatever host was asked, it is ours."""
        return {"id": urlsplit(settings.PUBLIC_URL).hostname, "name": "Tabard"}


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The council's sign-on: one, as the operator has named it, and none from the database."""

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:  # noqa: ARG002 - allauth hands them in
        """Lead back to where it is shown that it is connected."""
        return reverse("connect_sign_on")
