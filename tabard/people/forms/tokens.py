"""What administrators are asked when they let another system in."""

from django import forms

from tabard.people.models import ApiToken, Scope

DAYS = [("90", "90 days"), ("180", "180 days"), ("365", "A year")]


class TokenForm(forms.Form):
    """Which system, and for how long."""

    name = forms.CharField(
        label="Name of the system",
        help_text="Such as: Microsoft Entra. It stands in the record beside what the system does.",
        max_length=100,
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        choices=Scope.choices,
        initial=Scope.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what it may do"},
    )
    days = forms.TypedChoiceField(
        label="How long is it let in?",
        choices=DAYS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long it is let in"},
    )

    def clean_name(self) -> str:
        """Keep two systems from having one name."""
        name = str(self.cleaned_data["name"])
        if ApiToken.objects.filter(name__iexact=name, ended_at__isnull=True).exists():
            raise forms.ValidationError("There is a token of this name. End it first")
        return name
