"""Sign-in forms that say in plain words what is asked and what is wrong."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as ConfirmWithPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ConfirmWithCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

CODE = ("Security code", "Enter the 6-digit code from your app")


def _ask(form: forms.Form, **words: tuple[str, str]) -> None:
    """Give each field its label, and what to say when it is left empty."""
    for name, (label, missing) in words.items():
        form.fields[name].label = label
        form.fields[name].error_messages["required"] = missing


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail address and password."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        _ask(
            self,
            login=("E-mail address", "Enter your e-mail address"),
            password=("Password", "Enter your password"),
        )
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ConfirmPasswordForm(ConfirmWithPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        _ask(self, password=("Password", "Enter your password"))


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The present password and, twice, the new one."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        _ask(
            self,
            oldpassword=("Your password now", "Enter the password that you use now"),
            password1=("New password", "Enter a new password"),
            password2=("New password again", "Enter the new password again"),
        )


class SignInCodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The second step of signing in."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        _ask(self, code=CODE)


class ConfirmCodeForm(ConfirmWithCodeForm):  # type: ignore[misc]  # allauth ships no types
    """A code to confirm who is there."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        _ask(self, code=CODE)


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of an authenticator app, which shows that it is set up."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        _ask(self, code=CODE)
