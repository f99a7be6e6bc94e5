"""What is asked before posts are taken down, moved or frozen, and what lists are to show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from tabard.accounts.models import Account, AccountState
from tabard.common.fields import GovukDateTimeField
from tabard.composing.models import Message, MessageState
from tabard.composing.rules import is_in_time
from tabard.council.models import Service
from tabard.publishing.actions.freezing import Extent
from tabard.publishing.models import LONGEST_REASON, DeliveryState, SampleState, Scope
from tabard.publishing.queries import GROUPS

# Between these a calendar makes sense.
FIRST_YEAR, LAST_YEAR = 2000, 2100
TO_SAY = "There is something to say"


class TakeDownForm(forms.Form):
    """Why a post is taken down: the author may say, an oversight officer has to."""

    reason = forms.CharField(
        label="Why are you taking it down?",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea,
        error_messages={
            "required": "Say what the danger is. The author sees your reason at once.",
            "max_length": "Your reason must be %(limit_value)d characters or fewer",
        },
    )

    def __init__(self, *args: Any, by_author: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not by_author
        if not by_author:
            self.fields["reason"].label = "What is the danger?"


class SampleForm(forms.Form):
    """What a reviewer has to say about a post that was drawn: nothing, or words for its author."""

    came = forms.ChoiceField(
        label="What do you say to this post?",
        choices=[(SampleState.FINE.value, "It is fine"), (SampleState.COMMENTED.value, TO_SAY)],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the post is fine"},
    )
    said = forms.CharField(
        label="What the author reads",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": "Your words must be %(limit_value)d characters or fewer"},
    )

    def clean(self) -> None:
        """Ask for words where there is something to say; without, words are not lost unread."""
        words, came = self.cleaned_data.get("said"), self.cleaned_data.get("came")
        if came == SampleState.COMMENTED and not words and "said" not in self.errors:
            self.add_error("said", "Say what there is to say. The author reads it.")
        if came == SampleState.FINE and words:
            self.add_error("came", f"Choose “{TO_SAY}” to send your words, or delete them")


class StateForm(forms.Form):
    """The state that a list is narrowed to."""

    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "All posts"),
            (MessageState.WAITING.value, MessageState.WAITING.label),
            *DeliveryState.choices,
        ],
    )

    def chosen(self) -> str:
        """Give the state that was chosen, or nothing for all."""
        return str(self.cleaned_data["state"]) if self.is_valid() else ""


class QueueForm(forms.Form):
    """Which of what is on its way is looked at."""

    what = forms.ChoiceField(choices=[(key, group.name) for key, group in GROUPS.items()])
    network = forms.CharField(max_length=100, required=False)


@dataclass(frozen=True, slots=True)
class CalendarAsked:
    """What of the calendar is asked for; without a day, what is around today."""

    view: str = "month"
    day: date | None = None
    whose: str = "all"
    service: int | None = None


class CalendarForm(forms.Form):
    """Whose posts the calendar shows, and how."""

    view = forms.ChoiceField(
        label="Show",
        choices=[("month", "A month"), ("week", "A week"), ("list", "A list of four weeks")],
        required=False,
    )
    whose = forms.ChoiceField(
        label="Whose posts",
        choices=[("all", "Everybody's"), ("mine", "Mine, with drafts")],
        required=False,
    )
    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.all(), required=False, empty_label="All services"
    )
    day = forms.DateField(required=False, widget=forms.HiddenInput)

    def asked(self) -> CalendarAsked:
        """Give what was asked for; what makes no sense is left out."""
        self.is_valid()
        given = self.cleaned_data
        service, day = given.get("service"), given.get("day")
        return CalendarAsked(
            view=given.get("view") or "month",
            day=day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None,
            whose=given.get("whose") or "all",
            service=service.pk if service else None,
        )


def _dragged_to(to: str) -> datetime | None:
    try:
        return timezone.make_aware(datetime.fromisoformat(to))
    except ValueError:
        return None


class MoveForm(forms.Form):
    """The time to which a post is moved."""

    due_at = GovukDateTimeField(
        called="the time it should go",
        label="When should it go?",
        error_messages={"required": "Enter the day and time it should go"},
    )

    def __init__(self, asked: Any, *, message: Message, to: str = "") -> None:
        """Begin with the time to which the post was dragged, else with that which it has."""
        super().__init__(asked, initial={"due_at": _dragged_to(to) or message.due_at})

    def clean_due_at(self) -> datetime:
        """Say why a time does not do."""
        due_at: datetime = self.cleaned_data["due_at"]
        refusal = is_in_time(due_at, timezone.now())
        if refusal is not None:
            raise forms.ValidationError(refusal.why)
        return due_at


def _reason(label: str, *, required: bool, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_REASON,
        required=required,
        widget=forms.Textarea,
        error_messages={
            "required": "Say why, in a sentence or two",
            "max_length": "Your reason must be %(limit_value)d characters or fewer",
        },
    )


class FreezeForm(forms.Form):
    """What is to be frozen, and why if there is time to say it."""

    scope = forms.ChoiceField(
        label="What do you want to freeze?",
        choices=Scope,
        initial=Scope.EVERYTHING,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to freeze"},
    )
    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.all(), required=False, empty_label="Choose"
    )
    account = forms.ModelChoiceField(
        label="Account",
        queryset=Account.objects.exclude(state=AccountState.ENDED).order_by("network", "handle"),
        required=False,
        empty_label="Choose",
    )
    why = _reason(
        "Why?",
        required=False,
        help_text="You can say it afterwards. Everybody who is stopped can read it.",
    )

    def clean(self) -> None:
        """Ask for the service or account that is chosen."""
        chosen = self.cleaned_data.get("scope")
        if chosen in {Scope.SERVICE, Scope.ACCOUNT} and not self.cleaned_data.get(chosen):
            self.add_error(chosen, f"Choose the {chosen} to freeze")

    def extent(self) -> Extent:
        """Give what was chosen; what does not belong to it is left out."""
        scope = Scope(self.cleaned_data["scope"])
        named = {scope.value: self.cleaned_data[scope.value]} if scope != Scope.EVERYTHING else {}
        return Extent(scope, **named)


class WhyFrozenForm(forms.Form):
    """Why posts were frozen."""

    why = _reason("Why are posts frozen?", required=True)


class ThawForm(forms.Form):
    """Why posts were frozen, unless that is said, and which of those that waited still go."""

    why = _reason("Why were posts frozen?", required=True)
    still_right = forms.ModelMultipleChoiceField(
        label="Which posts are still right?",
        help_text="What you choose goes now. The authors of the others hear that their time has "
        "passed, and can write them again.",
        queryset=Message.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, asked: Any, *, why: str, waiting: QuerySet[Message]) -> None:
        super().__init__(asked)
        if why:
            del self.fields["why"]
        field = cast("forms.ModelMultipleChoiceField[Message]", self.fields["still_right"])
        field.queryset = waiting


class PassageForm(forms.Form):
    """Why a post cannot wait until posts go again."""

    because = _reason("Why can it not wait?", required=True)
