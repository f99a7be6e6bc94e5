"""What administrators are asked when they import staff."""

from typing import Any

from django import forms

from tabard.common.fields import GovukDateField
from tabard.people.actions import Leavers, Upload
from tabard.people.models import StaffImport
from tabard.people.work.importing.columns import FIELDS, NEEDED
from tabard.people.work.importing.reading import MOST_BYTES, MOST_ROWS

NO_COLUMN = ("", "No column")


class UploadForm(forms.Form):
    """A file of staff, and how it is to be taken."""

    file = forms.FileField(
        label="File",
        help_text=f"CSV, up to {MOST_BYTES // 1_000_000} MB and {MOST_ROWS:,} rows.",
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )
    date_order = forms.ChoiceField(
        label="How are dates such as 3/4/2026 meant?",
        choices=[
            ("", "There are none, or I am not sure: refuse them"),
            ("day", "The day comes first: 3 April 2026"),
            ("month", "The month comes first: 4 March 2026"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    adds_services = forms.BooleanField(
        label="Add services that are not there yet",
        help_text="Otherwise rows with a service that is not there are refused.",
        required=False,
    )

    is_part = forms.BooleanField(
        label="Only some of the staff are in this file",
        help_text="Nobody who is not in it is taken for having left.",
        required=False,
    )

    @property
    def upload(self) -> Upload:
        """Give what was uploaded, as the actions take it."""
        file = self.cleaned_data["file"]
        return Upload(
            name=file.name,
            content=file.read(),
            date_order=self.cleaned_data["date_order"],
            adds_services=self.cleaned_data["adds_services"],
            is_part=self.cleaned_data["is_part"],
        )


class ColumnsForm(forms.Form):
    """Which column holds what."""

    def __init__(self, taken: StaffImport, data: Any = None) -> None:
        super().__init__(data, initial={name: str(at) for name, at in taken.columns.items()})
        choices = [
            (str(at), header or f"Column {at + 1}") for at, header in enumerate(taken.headers)
        ]
        for name, label in FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[NO_COLUMN, *choices], required=name in NEEDED
            )

    @property
    def columns(self) -> dict[str, int]:
        """Give the place of each column that was chosen."""
        return {name: int(at) for name, at in self.cleaned_data.items() if at}

    def clean(self) -> dict[str, Any]:
        """Refuse one column for two things."""
        said = super().clean() or {}
        chosen: dict[str, str] = {}
        for name, at in list(said.items()):
            if at and at in chosen:
                self.add_error(name, f"This column is chosen for “{FIELDS[chosen[at]]}” already")
            elif at:
                chosen[at] = name
        return said


class ApplyForm(forms.Form):
    """Whether those who are not in the file leave; and if many leave, how many they are."""

    leave_on = GovukDateField(
        label="Their last working day",
        called="the last working day",
        help_text="Leave it empty if they stay as they are.",
        required=False,
    )
    how_many = forms.IntegerField(
        label="How many get a last working day by this file?",
        required=False,
        error_messages={"invalid": "Enter a number"},
    )

    @property
    def leavers(self) -> Leavers:
        """Give who leaves, as the actions take it."""
        return Leavers(self.cleaned_data["leave_on"], self.cleaned_data["how_many"])
