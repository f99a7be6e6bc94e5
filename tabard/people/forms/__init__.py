"""Sign-in forms that say in plain words what is asked and what is wrong."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from allauth.account.forms import ReauthenticateForm as ConfirmWithPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ConfirmWithCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.http import HttpRequest

from tabard.people.actions.links import ask_for_link
from tabard.people.settings import takes_passwords

CODE = ("Security code", "Enter the 6-digit code from your app")
NO_PASSKEY = "No passkey was shown. Try again"
NO_PASSWORDS = "Passwords are switched off here. Sign in with your council account or a passkey"
NOT_KNOWN = "That passkey is not known here. Sign in another way, and look at your passkeys"
NAME = ("Name of the passkey", "Enter a name for the passkey")
LONGEST_NAME = 50


def _ask(form: forms.Form, **words: tuple[str, str]) -> None:
    """Give each field its label, and what to say when it is left empty."""
    for name, (label, missing) in words.items():
        form.fields[name].label = label
        form.fields[name].error_messages["required"] = missing


def _insist_on_passwords() -> None:
    if not takes_passwords():
        raise forms.ValidationError(NO_PASSWORDS)


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

    def clean(self) -> dict[str, Any]:
        """Let nobody in by a password where the council takes none."""
        _insist_on_passwords()
        known: dict[str, Any] = super().clean()
        return known


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


class ForgottenForm(forms.Form):
    """The address to which a link goes; whoever's it is, nobody is told here."""

    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address, such as name@council.gov.uk",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )

    def clean(self) -> dict[str, Any] | None:
        """Send no link with which nobody could come in."""
        _insist_on_passwords()
        return super().clean()

    def save(self, request: HttpRequest) -> None:  # noqa: ARG002 - allauth hands it in
        """Have the link sent."""
        ask_for_link(self.cleaned_data["email"])


class LinkPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    """A new password, twice, from somebody who has come by a link."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        _ask(
            self,
            password1=("New password", "Enter a new password"),
            password2=("New password again", "Enter the new password again"),
        )

    def clean(self) -> dict[str, Any]:
        """Set none with which nobody could come in, whatever the link was sent for."""
        _insist_on_passwords()
        known: dict[str, Any] = super().clean()
        return known


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


class _ShowsPasskey(forms.Form):
    """A form whose one answer comes from the browser, and not from fingers."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        for kind in ("required", "invalid"):
            self.fields["credential"].error_messages[kind] = NO_PASSKEY


class SignInPasskeyForm(_ShowsPasskey, LoginWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A passkey in the place of address and password."""

    def clean_credential(self) -> Authenticator:
        """Give the passkey, if it is one of ours; here no code was typed that could be wrong."""
        try:
            return super().clean_credential()
        except forms.ValidationError:
            raise forms.ValidationError(NOT_KNOWN) from None


class SecondPasskeyForm(_ShowsPasskey, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A passkey as the second step of signing in."""


class ConfirmPasskeyForm(_ShowsPasskey, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A passkey to confirm who is there."""


class NewPasskeyForm(_ShowsPasskey, AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A passkey that the browser has just made, and what it is to be called."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        # All of ours are enough by themselves.
        del self.fields["passwordless"]
        _name_it(self)


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Another name for a passkey."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        _name_it(self)


def _name_it(form: forms.Form) -> None:
    form.fields["name"] = forms.CharField(max_length=LONGEST_NAME)
    _ask(form, name=NAME)
