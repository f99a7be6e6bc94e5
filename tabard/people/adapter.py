"""How sign-in behaves here: staff are entered by the council, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-in for people whom the council has entered."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right",
        "incorrect_password": "That is not your password",
        "enter_current_password": "That is not the password you use now",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes and try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth hands it in
        """Refuse sign-up."""
        return False


class CodeAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """The second step of signing in, in plain words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right. Wait for the next one and try again",
    }
