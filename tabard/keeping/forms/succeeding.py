"""What is asked of the programme team when somebody who holds an account goes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from tabard.accounts.models import Account, AccountState
from tabard.keeping.forms.holding import PersonField
from tabard.keeping.models import Cause, Farewell, Outcome, Succession
from tabard.keeping.queries import holders
from tabard.keeping.rules.succeeding import Decision, farewells, outcomes
from tabard.people.models import Person


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg] # not so at run time
    """One of the council's accounts, by name and network."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell accounts of the same name apart."""
        return f"{obj.name}, {obj} on {obj.network_name}"


def going_on(account: Account) -> QuerySet[Account]:
    """Give the other accounts of today, to choose from."""
    today = Account.objects.exclude(state=AccountState.ENDED).exclude(pk=account.pk)
    return today.order_by("public_name", "handle")


class SuccessorForm(forms.Form):
    """Where people can go instead of an account that has ended."""

    instead = AccountField(
        label="Where can people go instead?",
        help_text="The directory and the check lead there.",
        queryset=Account.objects.none(),
        required=False,
        empty_label="Nowhere in particular",
    )

    def __init__(self, data: QueryDict | None, *, account: Account) -> None:
        super().__init__(data, initial={"instead": account.successor})
        self.fields["instead"].queryset = going_on(account)  # type: ignore[attr-defined] # a ModelChoiceField


def _first(succession: Succession) -> str:
    """Give what is offered first: after somebody has died, that nothing is done."""
    return Outcome.REST if succession.cause == Cause.DIED else ""


class DecideForm(forms.Form):
    """What becomes of an account."""

    outcome = forms.ChoiceField(
        label="What becomes of this account?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of this account"},
    )
    colleague = PersonField(
        label="Which colleague?",
        help_text="They are accredited, and connect the account anew.",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Choose a person",
    )
    into = AccountField(
        label="Which account goes on?",
        help_text="Followers do not move by themselves: residents are shown the way to it.",
        queryset=Account.objects.none(),
        required=False,
        empty_label="Choose an account",
    )
    instead = AccountField(
        label="Where can people go instead?",
        queryset=Account.objects.none(),
        required=False,
        empty_label="Nowhere in particular",
    )
    farewell = forms.ChoiceField(
        label="Is there a farewell post?",
        help_text="It is written and reviewed as any other post, before the last working day.",
        choices=Farewell.choices,
        widget=forms.RadioSelect,
        initial=Farewell.NONE,
        required=False,
    )

    def __init__(self, *args: Any, succession: Succession, **how: Any) -> None:
        super().__init__(*args, **how)
        self._succession = succession
        choices = [(one.value, one.label) for one in outcomes(succession)]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
        goodbyes = [(one.value, one.label) for one in farewells(succession)]
        self.fields["farewell"].choices = goodbyes  # type: ignore[attr-defined] # as above
        if succession.cause in {Cause.DIED, Cause.ENDED}:
            self.fields["farewell"].help_text = "It is written and reviewed as any other post."
        colleagues = holders.can_hold().exclude(pk=succession.person_id)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined] # a ModelChoiceField
        for name in ("into", "instead"):
            self.fields[name].queryset = going_on(succession.account)  # type: ignore[attr-defined] # as above

    @classmethod
    def of(cls, succession: Succession) -> "DecideForm":
        """Begin with what was decided before."""
        return cls(
            succession=succession,
            initial={
                "outcome": succession.outcome or _first(succession),
                "colleague": succession.colleague,
                "into": succession.successor,
                "instead": succession.successor,
                "farewell": succession.farewell,
            },
        )

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice needs."""
        said = super().clean() or {}
        outcome = said.get("outcome")
        if outcome == Outcome.HAND_OVER and not said.get("colleague"):
            self.add_error("colleague", "Choose a colleague")
        if outcome == Outcome.MERGE and not said.get("into"):
            self.add_error("into", "Choose the account that goes on")
        if said.get("farewell") == Farewell.FROM_OTHERS and not self._successor(said):
            self.add_error("farewell", "Choose the account that goes on, which says goodbye")
        return said

    def _successor(self, said: dict[str, Any]) -> Account | None:
        found: Account | None = {
            Outcome.MERGE.value: said.get("into"),
            Outcome.ARCHIVE.value: said.get("instead"),
        }.get(said.get("outcome", ""))
        return found

    @property
    def decision(self) -> Decision:
        """What was entered."""
        said = self.cleaned_data
        return Decision(
            outcome=Outcome(said["outcome"]),
            colleague=said["colleague"] if said["outcome"] == Outcome.HAND_OVER else None,
            successor=self._successor(said),
            farewell=Farewell(said["farewell"] or Farewell.NONE),
        )
