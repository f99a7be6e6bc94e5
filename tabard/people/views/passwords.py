"""Changing one's password, for whoever has one."""

from typing import Any

from allauth.account import views
from django.http import HttpResponse
from django.shortcuts import redirect

from tabard.people import forms
from tabard.people.requests import StaffRequest


class NewPasswordView(views.PasswordChangeView):  # type: ignore[misc]  # allauth ships no types
    """Takes a new password from somebody who knows the one before."""

    form_class = forms.NewPasswordForm

    def dispatch(self, request: StaffRequest, *args: Any, **how: Any) -> HttpResponse:
        """Lead back whoever has none: they get one by a link, and not at an open browser."""
        if not request.user.has_usable_password():
            return redirect("mfa_index")
        answer: HttpResponse = super().dispatch(request, *args, **how)
        return answer


new_password = NewPasswordView.as_view()
