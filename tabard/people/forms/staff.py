"""What administrators are asked when they enter and change staff."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tabard.common.fields import GovukDateField
from tabard.council.models import Service
from tabard.people.actions.staff import Particulars
from tabard.people.models import Person, Role
from tabard.people.queries import active_with_email

MAY = {
    Role.REVIEWER: "Checks other people's posts before they go.",
    Role.DUTY_OFFICER: "Looks after what nobody else attends to.",
    Role.ADMINISTRATOR: "Enters staff, gives roles and keeps settings; sees no posts by that.",
    Role.PROGRAMME_TEAM: "Runs the pilot: decides applications, reviews posts, keeps settings.",
    Role.OVERSIGHT_OFFICER: "Looks after standards, fairness and the record.",
    Role.EVALUATOR: "Reports what the pilot brings and costs.",
}


class ColleagueField(forms.EmailField):
    """Somebody on the staff, by e-mail address: a list of everybody would be too long."""

    def __init__(self, **how: Any) -> None:
        invalid = "Enter an e-mail address, such as name@council.gov.uk"
        super().__init__(error_messages={"invalid": invalid}, **how)

    def clean(self, value: Any) -> Any:
        """Give the person, or nothing if no address was entered."""
        address = super().clean(value)
        if not address:
            return None
        person = active_with_email(address)
        if person is None:
            raise forms.ValidationError("Nobody on the staff has this e-mail address")
        return person


class PersonForm(forms.Form):
    """What is known of somebody."""

    first_name = forms.CharField(label="First name", max_length=100)
    last_name = forms.CharField(label="Last name", max_length=100)
    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it.",
        error_messages={"invalid": "Enter an e-mail address, such as name@council.gov.uk"},
    )
    job_title = forms.CharField(
        label="Job title", max_length=150, help_text="Residents see it beside the name."
    )
    service = forms.ModelChoiceField(
        Service.objects.all(), label="Service", empty_label="Choose one"
    )
    manager = ColleagueField(
        label="Line manager's e-mail address",
        help_text="Whoever endorses an application to be accredited.",
        required=False,
    )
    external_id = forms.CharField(
        label="Staff number",
        help_text="As in the council's own directory of staff.",
        max_length=255,
        required=False,
    )

    def __init__(self, data: Any = None, person: Person | None = None) -> None:
        super().__init__(data, initial=_known(person) if person else None)
        self._person = person

    @property
    def particulars(self) -> Particulars:
        """Give what was entered, as the actions take it; the user name stays as it is."""
        known = self._person
        if known is None:
            return Particulars(**self.cleaned_data)
        # An address that was typed is no user name any more.
        by_name = known.address_by_name and self.cleaned_data["email"] == known.email
        return Particulars(**self.cleaned_data, user_name=known.user_name, address_by_name=by_name)


def _known(person: Person) -> dict[str, Any]:
    known = {name: getattr(person, name) for name in PersonForm.base_fields}
    return known | {
        "service": person.service_id,
        "manager": person.manager.email if person.manager else "",
    }


class RolesForm(forms.Form):
    """What somebody does in the pilot."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    hints = {role.value: words for role, words in MAY.items()}

    @property
    def chosen(self) -> Sequence[Role]:
        """Give the roles that were ticked."""
        return [Role(role) for role in self.cleaned_data["roles"]]


class LeavingForm(forms.Form):
    """Somebody's last working day."""

    leaves_on = GovukDateField(
        label="Last working day",
        called="the last working day",
        help_text="For example, 27 3 2027. Leave it empty to take the date away.",
        required=False,
    )


class CloseForm(forms.Form):
    """What closing a sign-in means."""

    meant = forms.ChoiceField(
        label="Why is it closed?",
        choices=[
            ("left", "They have left the council"),
            ("away", "They are away, and come back"),
            ("now", "For now"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is closed"},
    )

    def __init__(self, data: Any = None, *, days: int) -> None:
        super().__init__(data)
        self.hints = {
            "left": "Their permission ends today, and it is asked what becomes of their accounts.",
            "away": "Nobody asks why, and nothing runs out. You let them sign in again.",
            "now": f"After {days} days they count as having left, unless you let them sign in "
            "again or enter that they are away.",
        }


class TakeBackForm(forms.Form):
    """What those who were told of a death by mistake are to read."""

    words = forms.CharField(
        label="What should those who were told read?",
        help_text="For example: We noted this of the wrong person, and are sorry.",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Say in a sentence what happened"},
    )


class ServiceForm(forms.Form):
    """A service, as residents know it."""

    name = forms.CharField(label="Name", max_length=100)
    does = forms.CharField(
        label="What does it do for residents?",
        help_text="One sentence, such as: Lends books in towns and villages.",
        max_length=200,
    )

    def __init__(self, data: Any = None, service: Service | None = None) -> None:
        known = {"name": service.name, "does": service.does} if service else None
        super().__init__(data, initial=known)
        self._service = service

    def clean_name(self) -> str:
        """Keep two services from having one name."""
        name = str(self.cleaned_data["name"])
        others = Service.objects.filter(name__iexact=name)
        if self._service:
            others = others.exclude(pk=self._service.pk)
        if others.exists():
            raise forms.ValidationError("There is a service of this name already")
        return name


class SearchForm(forms.Form):
    """Whom to look for."""

    q = forms.CharField(label="Name, e-mail address, job title or staff number", required=False)
    show = forms.ChoiceField(
        label="Show",
        choices=[
            ("", "Everybody"),
            ("active", "Those who can sign in"),
            ("leaving", "Those who are about to leave"),
            ("closed", "Those who cannot sign in"),
            ("new", "Those who never signed in"),
        ],
        required=False,
    )
