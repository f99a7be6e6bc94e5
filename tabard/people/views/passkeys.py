"""Making passkeys, telling them apart, and confirming with one who is there."""

from typing import Any

from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.http import HttpResponse

from tabard.people import forms


class NewPasskeyView(views.AddWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Makes a passkey that is enough by itself: kept where it was made, and shown by a person."""

    form_class = forms.NewPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the browser for a passkey that can be found without a name."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": begin_registration(self.request.user, True)}
        return context


class ConfirmPasskeyView(views.ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Confirms who is there before a change."""

    form_class = forms.ConfirmPasskeyForm

    def form_invalid(self, form: forms.ConfirmPasskeyForm) -> HttpResponse:
        """Say on the same page what is wrong."""
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the form that was filled in."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | kwargs


new_passkey = NewPasskeyView.as_view()
confirm_passkey = ConfirmPasskeyView.as_view()
passkeys = views.list_webauthn
rename_passkey = views.EditWebAuthnView.as_view(form_class=forms.RenamePasskeyForm)
