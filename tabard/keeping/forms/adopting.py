"""What is asked of somebody who brings an account in."""

from typing import Any

from django import forms

from tabard.accounts.models import LONGEST_PUBLIC_NAME
from tabard.accounts.queries import networks
from tabard.common.words import WordsField
from tabard.council.models import Service
from tabard.keeping import actions
from tabard.keeping.forms.holding import LONGEST_HANDLE, NAME_ALONE, WITH_PEOPLE, PersonField
from tabard.keeping.models import (
    LONGEST_PROFILE,
    LONGEST_REASON,
    OWN,
    Adoption,
    Brought,
    OlderPosts,
)
from tabard.keeping.queries import holders
from tabard.keeping.settings import ADOPTION_REASONS
from tabard.people.models import Person


class ProposeForm(forms.Form):
    """An account that exists, and how it is to be the council's."""

    brought = forms.ChoiceField(
        label="Whose account is it today?",
        choices=Brought.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose account it is today"},
    )
    network = forms.ChoiceField(
        label="Network",
        choices=lambda: [(one.key, one.name) for one in networks() if one.can_be_connected],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a network"},
    )
    handle = forms.CharField(
        label="Handle",
        help_text="As it is on the network today. It stays, and so do its followers.",
        max_length=LONGEST_HANDLE,
        error_messages={"required": "Enter the handle"},
    )
    connects = PersonField(
        label="Who can sign in to it, and connects it here?",
        help_text="For an account of your own, that is you.",
        queryset=Person.objects.none(),
        required=False,
        empty_label="I do",
    )
    public_name = forms.CharField(
        label="Name that residents see",
        help_text="Leave it empty for an account under your own name.",
        max_length=LONGEST_PUBLIC_NAME,
        required=False,
        error_messages={
            "max_length": f"The name must be {LONGEST_PUBLIC_NAME} characters or fewer"
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
        help_text="The programme team knows in any case, and so does the record.",
        choices=[
            (WITH_PEOPLE, "Yes: residents see who speaks from it"),
            (NAME_ALONE, "No: residents see the name of the account alone"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the people are named"},
    )
    profile = WordsField(
        label="What its profile will say",
        help_text="The words of its bio on the network, as you agree them with the council.",
        called="The profile",
        longest=LONGEST_PROFILE,
        error_messages={"required": "Enter what its profile will say"},
    )
    older_posts = forms.ChoiceField(
        label="What about its posts from before?",
        help_text=(
            "They stay on the network either way, and residents are told your choice when they "
            "check one. If they count as the council's, those that everybody can see are read back "
            "and kept in the record."
        ),
        choices=OlderPosts.choices,
        initial=OlderPosts.OUTSIDE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what its posts from before count as"},
    )
    consents = forms.BooleanField(
        label="I agree that this becomes the council's account",
        help_text=(
            "For an account of your own. From the day it is connected, residents are told that it "
            "is the council's, and that it was somebody's own before."
        ),
        required=False,
    )

    def __init__(self, *args: Any, by: Person, **how: Any) -> None:
        super().__init__(*args, **how)
        self._by = by
        self.fields["connects"].queryset = holders.can_hold().exclude(pk=by.pk)  # type: ignore[attr-defined] # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind of account needs."""
        said = super().clean() or {}
        brought = said.get("brought")
        if brought in OWN and not said.get("consents"):
            self.add_error("consents", "Say that you agree: it is your account")
        if brought in OWN and said.get("connects"):
            self.add_error("connects", "Only you can connect an account of your own")
        needs_a_name = (brought and brought != Brought.OWN) or said.get("shows") == NAME_ALONE
        if needs_a_name and not said.get("public_name"):
            self.add_error("public_name", "Enter the name that residents see")
        return said

    @property
    def proposal(self) -> actions.Proposal:
        """What was entered."""
        said = self.cleaned_data
        return actions.Proposal(
            brought=Brought(said["brought"]),
            network=said["network"],
            handle=said["handle"],
            connects=said["connects"] or self._by,
            profile=said["profile"],
            older_posts=OlderPosts(said["older_posts"]),
            public_name=said["public_name"],
            service=said["service"],
            shows_people=said["shows"] == WITH_PEOPLE,
            consents=said["consents"] and said["brought"] in OWN,
        )


class DeclineForm(forms.Form):
    """Why an account is not adopted."""

    reasons = forms.MultipleChoiceField(
        label="Why is it declined?",
        help_text="Choose all that apply. The person who proposed it reads them.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = WordsField(
        label="Say it in your own words",
        called="The reason",
        longest=LONGEST_REASON,
        required=False,
    )
    missing = "Enter why it is declined"

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        choices = [(reason, reason) for reason in ADOPTION_REASONS.value]
        self.fields["reasons"].choices = choices  # type: ignore[attr-defined] # a field of choices

    def clean(self) -> dict[str, Any]:
        """Ask for a reason of one kind or the other."""
        said = super().clean() or {}
        if not said.get("reasons") and not said.get("reason") and not self.errors:
            self.add_error("reasons", self.missing)
        return said


class SendBackForm(DeclineForm):
    """What has to change, and which name and profile would be agreed."""

    offered_name = forms.CharField(
        label="Which name would you agree to?",
        help_text="Leave it empty if the name can stay, or if they are to find another one.",
        max_length=LONGEST_PUBLIC_NAME,
        required=False,
    )
    offered_profile = WordsField(
        label="Which profile would you agree to?",
        called="The profile",
        longest=LONGEST_PROFILE,
        required=False,
    )
    missing = "Enter what has to change"

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["reasons"].label = "What has to change?"


class AgainForm(forms.Form):
    """The name and the profile with which a proposal is made again."""

    public_name = forms.CharField(
        label="Name that residents see", max_length=LONGEST_PUBLIC_NAME, required=False
    )
    profile = WordsField(
        label="What its profile will say",
        called="The profile",
        longest=LONGEST_PROFILE,
        error_messages={"required": "Enter what its profile will say"},
    )

    def __init__(self, *args: Any, adoption: Adoption, **how: Any) -> None:
        super().__init__(*args, **how)
        self.initial = {
            "public_name": adoption.offered_name or adoption.public_name,
            "profile": adoption.offered_profile or adoption.profile,
        }
        # Only an account under its owner's own name goes without.
        if adoption.public_name:
            self.fields["public_name"].required = True
            missing = {"required": "Enter the name that residents see"}
            self.fields["public_name"].error_messages |= missing
