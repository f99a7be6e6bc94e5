"""What is asked of those who apply."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tabard.accounts.queries import networks
from tabard.accreditation.models import Application
from tabard.common.controls import control
from tabard.common.words import WordsField
from tabard.naming.choosing import Naming

# The answers that are kept as they are given.
ASKED = ("purpose", "audience", "minutes_a_week", "risks", "networks")
# What somebody chooses who would like none of the handles that are proposed.
OWN = "own"
# What those read who choose a network without a connector.
KEPT = mark_safe(
    '<p class="govuk-body">Your handle is kept for you in the directory of names. '
    "Posts are not written there from here until it can be connected.</p>"
)
# A whole week of work.
MOST_MINUTES = 37 * 60


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
    minutes_a_week = forms.IntegerField(
        label="How many minutes would it take in an ordinary week?",
        help_text="An honest estimate. Count writing, answering people and looking things up.",
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={
            "required": "Enter how many minutes it would take",
            "invalid": "Enter a number of minutes, such as 60",
            "min_value": "Enter at least 1 minute",
            "max_value": f"Enter {MOST_MINUTES:,} minutes or fewer: that is a whole week of work",
        },
    )
    risks = WordsField(
        label="What could go wrong, and what would you do then?",
        help_text="For example: somebody tells me about their own case in public. "
        "I would ask them to ring us, and say why.",
        called="What could go wrong",
        longest=2_000,
        error_messages={"required": "Enter what could go wrong, and what you would do then"},
    )
    networks = forms.MultipleChoiceField(
        label="Which networks would you like to use?",
        help_text="Choose all that apply.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one network"},
    )

    def __init__(self, *args: Any, naming: Naming, **how: Any) -> None:
        super().__init__(*args, **how)
        self._naming = naming
        # Whether it is looked over before it is sent.
        self._is_draft = False
        self._networks = networks()
        self._names = {network.key: network.name for network in self._networks}
        self.fields["networks"].choices = list(self._names.items())  # type: ignore[attr-defined]  # a field of choices
        for network, name in self._names.items():
            self.fields[_handle(network)] = _handle_field(name, naming.proposals(network))
            self.fields[_own(network)] = forms.CharField(
                label=f"The handle you would like on {name}", required=False
            )

    @classmethod
    def about(
        cls,
        application: Application,
        data: Mapping[str, Any] | None,
        *,
        naming: Naming,
        draft: Mapping[str, Any] | None = None,
    ) -> "ApplicationForm":
        """Give the form with what was sent before, or what was written of its change since."""
        before: dict[str, Any] = {name: getattr(application, name) for name in ASKED}
        for network, handle in application.handles.items():
            proposed = handle in naming.proposals(network)
            before |= {_handle(network): handle if proposed else OWN}
            before |= {} if proposed else {_own(network): handle}
        return cls(data or draft or before, naming=naming)

    def look_over(self) -> bool:
        """Say of what is not sent yet only which handles cannot be had; say whether there are any.

        What is missing is no mistake before it is sent.
        """
        self._is_draft = True
        self.full_clean()
        handles = {name: self.errors[name] for name in self.errors if _is_handle(name)}
        self.errors.clear()
        self.errors.update(handles)
        return bool(handles)

    @property
    def networks_control(self) -> SafeString:
        """Show the networks, each with the handles that are offered to those who choose it."""
        handles = {
            one.key: self._handle_control(one.key)
            if one.can_be_connected
            else format_html("{}{}", KEPT, self._handle_control(one.key))
            for one in self._networks
        }
        cannot = {
            one.key: f"Tabard cannot connect {one.name} yet."
            for one in self._networks
            if not one.can_be_connected
        }
        return control(self["networks"], {"size": "m", "conditional": handles, "hints": cannot})

    def _handle_control(self, network: str) -> SafeString:
        own = control(
            self[_own(network)],
            {"mark_optional": False, "width": 20, "spellcheck": False, "autocomplete": "off"},
        )
        if not self._naming.proposals(network):
            return own
        options = {"mark_optional": False, "size": "s", "small": True, "conditional": {OWN: own}}
        return control(self[_handle(network)], options)

    @property
    def wish(self) -> dict[str, Any]:
        """Give what is asked for, as the actions take it."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ASKED},
            "handles": {name: said[_handle(name)] for name in said["networks"]},
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a handle on each network that was chosen, and take one's own for the choice."""
        said = super().clean() or {}
        for network in said.get("networks", []):
            if _handle(network) in said:
                self._clean_handle(network, said)
        return said

    def _clean_handle(self, network: str, said: dict[str, Any]) -> None:
        proposed = self._naming.proposals(network)
        if said[_handle(network)] == OWN or not proposed:
            own = said[_handle(network)] = said[_own(network)].removeprefix("@")
            field, problem = _own(network), self._problem_with(own, network)
        else:
            chosen = said[_handle(network)]
            again = "Choose again: that handle is no longer to be had"
            missing = f"Choose the handle you would like on {self._names[network]}"
            problem = "" if chosen in proposed else again if chosen else missing
            field = _handle(network)
        if problem and not (self._is_draft and not said[field]):
            self.add_error(field, problem)

    def _problem_with(self, own: str, network: str) -> str:
        if not own:
            return f"Enter the handle you would like on {self._names[network]}"
        return self._naming.problem_with(own, network)


def _handle_field(name: str, proposals: Sequence[str]) -> forms.CharField:
    # Not a field of choices: what is left over under a network that was not chosen is no mistake.
    choices = [*((handle, handle) for handle in proposals), (OWN, f"Another handle on {name}")]
    return forms.CharField(
        label=f"What would the account on {name} be called?",
        help_text="These are free, and follow the rule of the council.",
        widget=forms.RadioSelect(choices=choices),
        required=False,
    )


def _handle(network: str) -> str:
    return f"handle_{network}"


def _own(network: str) -> str:
    return f"own_{network}"


def _is_handle(field: str) -> bool:
    return field.startswith((_handle(""), _own("")))
