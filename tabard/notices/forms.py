"""What the pages of notices send."""

from typing import Any

from django import forms

from tabard.common.fields import GovukHoursField
from tabard.notices.models import EmailState, Group, Hours, Pace, Preferences

LARGEST = 2**63 - 1


class ReadForm(forms.Form):
    """From which to which notice of which group somebody has read; a page's follow each other."""

    oldest = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    newest = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    group = forms.ChoiceField(choices=Group, required=False, widget=forms.HiddenInput)


class PreferencesForm(forms.Form):
    """When somebody wants to be e-mailed."""

    waiting = forms.ChoiceField(label="What waits for you", choices=Pace, widget=forms.RadioSelect)
    mine = forms.ChoiceField(label="What happened to yours", choices=Pace, widget=forms.RadioSelect)
    looked_after = forms.ChoiceField(
        label="What you look after", choices=Pace, widget=forms.RadioSelect
    )
    hours = forms.ChoiceField(label="Your quiet hours", choices=Hours, widget=forms.RadioSelect)
    own_hours = GovukHoursField(
        label="Quiet hours of your own", called="quiet hours", required=False
    )
    quiet_days_off = forms.BooleanField(
        label="Weekends and days off are quiet, too",
        help_text="If you choose hours of your own.",
        required=False,
    )

    def __init__(self, preferences: Preferences, data: Any = None) -> None:
        self._preferences = preferences
        names = [*Group.values, "hours", "quiet_days_off"]
        initial: dict[str, Any] = {name: getattr(preferences, name) for name in names}
        if preferences.quiet_from is not None and preferences.quiet_until is not None:
            initial["own_hours"] = (preferences.quiet_from, preferences.quiet_until)
        super().__init__(data, initial=initial)

    def clean(self) -> None:
        """Ask for hours of those who want their own."""
        said = self.cleaned_data
        hours = said.get("own_hours")
        if said.get("hours") != Hours.OWN or "own_hours" in self.errors:
            return
        if hours is None:
            self.add_error("own_hours", "Enter your quiet hours, such as 18:30 until 7:30")
        elif hours[0] == hours[1]:
            self.add_error("own_hours", "Your quiet hours must end at another time than they begin")

    def preferences(self) -> Preferences:
        """Give what was chosen; what is not asked of this choice is as it was."""
        said = self.cleaned_data
        hours = said["own_hours"] or (self._preferences.quiet_from, self._preferences.quiet_until)
        return Preferences(
            person_id=self._preferences.person_id,
            **{group: said[group] for group in Group.values},
            hours=said["hours"],
            quiet_from=hours[0],
            quiet_until=hours[1],
            quiet_days_off=said["quiet_days_off"],
        )


class StateForm(forms.Form):
    """Which e-mails an administrator wants to see."""

    state = forms.ChoiceField(
        label="Show", choices=[("", "All e-mails"), *EmailState.choices], required=False
    )

    def chosen(self) -> str:
        """Give the state that was chosen, or nothing for all."""
        return str(self.cleaned_data["state"]) if self.is_valid() else ""
