"""What people are asked when they are away; never why."""

from typing import Any

from django import forms

from tabard.common.fields import GovukDateField
from tabard.people.forms.staff import ColleagueField

BACKWARDS = "The last day must be the first day or later"


class StandInForm(forms.Form):
    """Who stands in, on which days."""

    stands_in = ColleagueField(
        label="Colleague's e-mail address",
        help_text="They act as line manager: what waits for you, waits for them, too.",
    )
    since = GovukDateField(
        label="First day", called="the first day", help_text="For example, 27 3 2027."
    )
    until = GovukDateField(label="Last day", called="the last day")

    def clean(self) -> dict[str, Any]:
        """Ask for days that run forward."""
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", BACKWARDS)
        return said


class AbsenceForm(forms.Form):
    """The days on which somebody is away."""

    since = GovukDateField(
        label="First day away", called="the first day away", help_text="For example, 27 3 2027."
    )
    until = GovukDateField(
        label="Last day away",
        called="the last day away",
        help_text="Leave it empty if it is not known yet.",
        required=False,
    )
    is_told = forms.BooleanField(
        label="Tell residents that colleagues answer meanwhile",
        help_text="The page in the directory says so on these days, and nothing more.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for days that run forward."""
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", BACKWARDS)
        return said
