"""What is asked of those who apply."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from tabard.accounts.models import network_name
from tabard.accreditation.models import Application
from tabard.common.controls import control
from tabard.common.words import WordsField
from tabard.connectors import api

LONGEST_HANDLE = 253


class ApplicationForm(forms.Form):
    """What a member of staff would do with an official account."""

    purpose = WordsField(
        label="What do you do, and what would you use an official account for?",
        help_text="For example: I drive the mobile library and would say where it stops today.",
        called="What you do",
        longest=2_000,
        error_messages={"required": "Enter what you do and would use an account for"},
    )
    audience = WordsField(
        label="Which residents is it for?",
        help_text="A place, a group or a topic. For example: villages without a library.",
        called="Which residents it is for",
        longest=1_000,
        error_messages={"required": "Enter which residents it is for"},
    )
    networks = forms.MultipleChoiceField(
        label="Which networks would you like to use?",
        help_text="Choose all that apply.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one network"},
    )

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self._names = {network: network_name(network) for network in sorted(api.all_connectors())}
        self.fields["networks"].choices = list(self._names.items())  # type: ignore[attr-defined]  # a field of choices
        for network, name in self._names.items():
            self.fields[_handle_field(network)] = forms.CharField(
                label=f"The handle you would like on {name}",
                help_text="The name people will see. You can still change your mind later.",
                required=False,
                max_length=LONGEST_HANDLE,
            )

    @classmethod
    def about(cls, application: Application, data: Mapping[str, Any] | None) -> "ApplicationForm":
        """Give the form with what was written before."""
        handles = {_handle_field(name): said for name, said in application.handles.items()}
        before = {
            "purpose": application.purpose,
            "audience": application.audience,
            "networks": application.networks,
        }
        return cls(data, initial=before | handles)

    @property
    def networks_control(self) -> SafeString:
        """Show the networks, each with the handle that is asked of those who choose it."""
        handles = {
            network: control(
                self[_handle_field(network)],
                {"mark_optional": False, "width": 20, "spellcheck": False, "autocomplete": "off"},
            )
            for network in self._names
        }
        return control(self["networks"], {"size": "m", "conditional": handles})

    @property
    def wish(self) -> dict[str, Any]:
        """Give what is asked for, as the actions take it."""
        said = self.cleaned_data
        return {
            "purpose": said["purpose"],
            "audience": said["audience"],
            "networks": said["networks"],
            "handles": {name: said[_handle_field(name)] for name in said["networks"]},
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a handle on each network that was chosen."""
        said = super().clean() or {}
        for network in said.get("networks", []):
            field = _handle_field(network)
            if field in said:
                said[field] = said[field].removeprefix("@")
                self._check_handle(field, said[field], self._names[network])
        return said

    def _check_handle(self, field: str, handle: str, name: str) -> None:
        if not handle:
            self.add_error(field, f"Enter the handle you would like on {name}")
        elif len(handle.split()) > 1:
            self.add_error(field, f"The handle on {name} must not have spaces")


def _handle_field(network: str) -> str:
    return f"handle_{network}"
