"""What is asked of those who open, present and share accounts of several people."""

from typing import Any

from django import forms

from tabard.accounts.models import LONGEST_PUBLIC_NAME, SHARED, Account, AccountKind, Presentation
from tabard.accounts.queries import networks
from tabard.common.words import WordsField
from tabard.council.models import Service
from tabard.keeping.queries import holders
from tabard.people.models import Person

LONGEST_HANDLE = 300
LONGEST_REASON = 2_000
WITH_PEOPLE = "people"
NAME_ALONE = "name"


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg] # not so at run time
    """One of some people, by name and job."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell people of the same name apart."""
        return f"{obj.name}, {obj.job_title}"


def kinds(*kinds: AccountKind) -> list[tuple[str, str]]:
    """Give these kinds of account to choose from."""
    return [(str(kind.value), str(kind.label)) for kind in kinds]


class PresentForm(forms.Form):
    """How residents meet an account."""

    kind = forms.ChoiceField(
        label="Whose account is it?",
        choices=kinds(*(kind for kind in AccountKind if kind in SHARED)),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose account it is"},
    )
    public_name = forms.CharField(
        label="Name that residents see",
        help_text="For example, Exampleton Rangers",
        max_length=LONGEST_PUBLIC_NAME,
        error_messages={
            "required": "Enter the name that residents see",
            "max_length": f"The name must be {LONGEST_PUBLIC_NAME} characters or fewer",
        },
    )
    service = forms.ModelChoiceField(
        label="Service",
        help_text="Where it stands in the directory.",
        queryset=Service.objects.all(),
        empty_label="The whole council",
        required=False,
    )
    shows = forms.ChoiceField(
        label="Does the directory name the people who hold it?",
        choices=[
            (WITH_PEOPLE, "Yes: residents see who speaks from it"),
            (NAME_ALONE, "No: residents see the name of the account alone"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the people are named"},
    )

    is_sure = forms.BooleanField(
        label="Use these names although Tabard finds something wrong with them",
        help_text="For example, a reserved name that is this team's own.",
        required=False,
    )

    # Whether something was found wrong with the names, so that it is asked who is sure of them.
    is_doubted = False

    def doubt(self, why: str) -> None:
        """Say what is wrong with the names, and let somebody use them all the same."""
        self.is_doubted = True
        self.add_error(None, why)

    @classmethod
    def of(cls, account: Account) -> "PresentForm":
        """Begin with how an account is presented today."""
        return cls(
            initial={
                "kind": account.kind,
                "public_name": account.public_name,
                "service": account.service,
                "shows": WITH_PEOPLE if account.shows_people else NAME_ALONE,
            }
        )

    @property
    def agreed(self) -> Presentation:
        """What was entered, as a presentation."""
        said = self.cleaned_data
        return Presentation(
            kind=AccountKind(said["kind"]),
            public_name=said["public_name"],
            service=said["service"],
            shows_people=said["shows"] == WITH_PEOPLE,
        )


class OpenForm(PresentForm):
    """Whom to let connect an account of several people, and on which network."""

    field_order = ("network", "handle", "person", "kind", "public_name", "service", "shows")
    network = forms.ChoiceField(
        label="Network",
        choices=lambda: [(one.key, one.name) for one in networks() if one.can_be_connected],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a network"},
    )
    handle = forms.CharField(
        label="Handle",
        help_text="As it is, or will be, on the network.",
        max_length=LONGEST_HANDLE,
        error_messages={"required": "Enter the handle"},
    )
    person = PersonField(
        label="Who connects it?",
        help_text="An accredited person, who holds it from then on. You can add others afterwards.",
        queryset=Person.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose who connects it"},
    )

    def __init__(self, *args: Any, without: Person, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["person"].queryset = holders.can_hold().exclude(pk=without.pk)  # type: ignore[attr-defined] # a ModelChoiceField


class HolderForm(forms.Form):
    """Who holds an account, too."""

    person = PersonField(
        label="Who holds it, too?",
        help_text="Everybody who is accredited and does not hold it yet.",
        queryset=Person.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person"},
    )

    def __init__(self, *args: Any, account: Account, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["person"].queryset = holders.can_hold(account)  # type: ignore[attr-defined] # a ModelChoiceField


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = WordsField(
        label="Why?",
        help_text="Those who hold the account read these words.",
        called="The reason",
        longest=LONGEST_REASON,
        error_messages={"required": "Enter why"},
    )
