"""What authors fill in."""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django import forms
from django.utils import timezone

from tabard.accounts.models import Account, AccountState
from tabard.accounts.queries import open_to_write
from tabard.common.fields import GovukDateTimeField
from tabard.common.rules import Refused
from tabard.composing import rules
from tabard.composing.actions import SAID_OF_A_PICTURE, Draft
from tabard.composing.forms.beginning import LATER, NOW, AccountsField, held_by, initial
from tabard.composing.forms.materials import FromMaterial
from tabard.composing.forms.pictures import WithPictures, named
from tabard.composing.forms.versions import SaidDifferently
from tabard.composing.models import (
    LONGEST_MESSAGE,
    Experiment,
    Finding,
    InParts,
    LinkedPage,
    Message,
    Picture,
    Seen,
    links_to_read,
    parts_of,
)
from tabard.composing.queries import latest_pages, running_experiments, usable_materials
from tabard.composing.settings import MOST_PARTS
from tabard.composing.work import look, relax
from tabard.people.models import Person
from tabard.spending.models import Bill
from tabard.spending.queries import bill_of
from tabard.spending.rules import is_within_caps

# The field in which an author says why something is kept.
BECAUSE = re.compile(r"because-([0-9a-f]{32})")
LONGEST_BECAUSE = 300


class MessageForm(WithPictures, FromMaterial, SaidDifferently):
    """Words, accounts, pictures and a time.

    A draft may be anything that can be kept; what is handed in has to be whole. `draft` gives what
    can be kept in both cases, so that nothing is lost by a mistake elsewhere.
    """

    words = forms.CharField(
        label="What do you want to say?",
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": "Your post must be %(limit_value)d characters or fewer"},
    )
    in_parts = forms.ChoiceField(
        label="Your post is too long for one post",
        choices=InParts,
        initial=InParts.NO,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose whether to split your post"},
    )
    accounts = AccountsField(
        label="Which accounts is it for?",
        queryset=Account.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose accounts that you hold"},
    )
    when = forms.ChoiceField(
        label="When should it go?",
        choices={NOW: "As soon as it is approved", LATER: "At a time"},
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when it should go"},
    )
    due_at = GovukDateTimeField(
        called="the time it should go",
        label="Day and time",
        error_messages={"required": "Enter the day and time it should go"},
    )
    experiment = forms.ModelChoiceField(
        label="Is this post part of an experiment?",
        queryset=Experiment.objects.none(),
        required=False,
        blank=True,
        empty_label="No",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose an experiment of yours that runs today"},
    )
    again = forms.ModelChoiceField(
        queryset=Message.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        asked: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        author: Person,
        message: Message | None = None,
        again: Message | None = None,
        to_submit: bool = False,
    ) -> None:
        self._accounts = open_to_write(author)
        shown = initial(self._accounts, message, again)
        super().__init__(asked, files, initial=shown, accounts=self._accounts)
        self._message, self.author = message, author
        self._to_submit = to_submit
        self.fields["accounts"].queryset = self._accounts  # type: ignore[attr-defined] # a field of models
        self.tries = running_experiments(author)
        self.fields["experiment"].queryset = self.tries  # type: ignore[attr-defined] # a field of models
        self.fields["again"].queryset = Message.objects.filter(author=author)  # type: ignore[attr-defined] # a field of models
        usable = usable_materials(timezone.localdate(), message)
        self.fields["material"].queryset = usable  # type: ignore[attr-defined] # a field of models
        self.ask_about(self._pictures_of(message, again))
        self.order_fields(self._as_they_stand())
        self.draft = Draft(words="", accounts=[])

    def _pictures_of(self, message: Message | None, again: Message | None) -> list[Picture]:
        """Give the pictures that are there: the message's own, or those that it takes over."""
        if message is None and self.is_bound:
            with suppress(forms.ValidationError):
                again = self.fields["again"].clean(self.data.get("again"))
        shown = message or again
        return shown.shown if shown else []

    def _as_they_stand(self) -> list[str]:
        """Name the fields as they stand on the page, and in the list of what is wrong."""
        kept = [named(name, one) for one in self.kept for name in SAID_OF_A_PICTURE]
        return ["words", "in_parts", "accounts", *kept, "picture", *SAID_OF_A_PICTURE]

    def once_kept(self, message: Message) -> "MessageForm":
        """Give this form anew, about the message in which is by now what could be kept."""
        if not self.brought:
            return self
        sent = self.with_brought_as_kept()
        form = MessageForm(sent, author=self.author, message=message, to_submit=self._to_submit)
        form.full_clean()
        if self.unfit:
            form.add_error("picture", list(self.unfit))
        return form

    def begin_with(self, account: str) -> None:
        """Choose of an earlier message's accounts this one alone, at first."""
        chosen = self.initial["accounts"]
        self.initial["accounts"] = [one for one in chosen if str(one) == account]

    def say_when(self, *, goes_unchecked: bool) -> None:
        """Say when it goes at the earliest: at once, or when a reviewer has approved it."""
        if goes_unchecked:
            self.fields["when"].choices = {NOW: "At once", LATER: "At a time"}  # type: ignore[attr-defined] # a field of choices

    @property
    def account_hints(self) -> dict[str, str]:
        """What has to be known of an account before it is chosen."""
        return {
            str(account.pk): "Its connection is lost. Connect it again before the post is due."
            for account in self._accounts
            if account.state == AccountState.LOST
        }

    @property
    def networks(self) -> dict[int, str]:
        """The network of each account from which its author can write."""
        return {one.pk: one.network for one in self._accounts}

    def clean_words(self) -> str:
        """Break lines as networks do, with one character."""
        words: str = self.cleaned_data["words"]
        return words.replace("\r\n", "\n")

    def clean_in_parts(self) -> str:
        """Split nothing unless it was asked for."""
        return self.cleaned_data["in_parts"] or InParts.NO

    def clean(self) -> None:
        """Keep what can be kept, then say what is missing."""
        if self.cleaned_data.get("when") != LATER:
            self.errors.pop("due_at", None)
            self.cleaned_data["due_at"] = None
        self.forgive(self.accounts_shown)
        self.draft = self._what_can_be_kept()
        if self._to_submit:
            self._insist_on_whole()

    def _what_can_be_kept(self) -> Draft:
        kept = held_by(self._message) | self.cleaned_data
        if self.cleaned_data.get("alt") and not self.prepared:
            self.add_error("alt", "Choose the picture that you describe, or delete its description")
        return Draft(
            words=kept["words"],
            accounts=list(kept["accounts"]),
            due_at=kept["due_at"],
            brought=self.brought,
            said=self.said,
            again=kept.get("again"),
            because=self.because,
            in_parts=kept["in_parts"],
            own_words=self.own_words_of(kept),
            experiment=kept["experiment"],
            material=None if kept.get("not_from_material") else kept["material"],
        )

    def _insist_on_whole(self) -> None:
        draft = self.draft
        has = self.has_pictures
        networks = {account.network: None for account in draft.accounts}
        said = {
            (one.network, draft.own_words.get(one.pk, draft.words)): one for one in draft.accounts
        }
        fit = partial(rules.fits, in_parts=draft.in_parts, most_parts=MOST_PARTS.value)
        asked = [
            ("words", rules.says_something(draft.words, has_pictures=has)),
            ("words", rules.was_not_withdrawn(draft.material)),
            *((self.place_of(one), fit(words, network)) for (network, words), one in said.items()),
            ("accounts", rules.goes_somewhere(draft.accounts)),
            *(("picture", rules.has_its_picture(one, has_pictures=has)) for one in networks),
            *self.asked_of_pictures(),
            ("due_at", rules.is_in_time(draft.due_at, timezone.now())),
            ("accounts", is_within_caps(self.bill)),
        ]
        for name, refusal in [*asked, self._noticed_and_unanswered()]:
            if refusal is not None:
                self.add_error(name, refusal.why)

    def _noticed_and_unanswered(self) -> tuple[str, Refused | None]:
        """Say what the checks stop, or warn of without an answer yet, and where it is."""
        kept = Finding.objects.filter(message=self._message).exclude(because="")
        answered = {*kept.values_list("fingerprint", flat=True), *self.because}
        return "words", rules.is_answered(self.noticed, answered)

    @cached_property
    def because(self) -> dict[str, str]:
        """Why the author keeps what checks noticed, by fingerprint."""
        given = ((BECAUSE.fullmatch(name), str(said).strip()) for name, said in self.data.items())
        return {found[1]: said[:LONGEST_BECAUSE] for found, said in given if found and said}

    @cached_property
    def noticed(self) -> list[Seen]:
        """What the checks notice about the form as it stands."""
        shared = self.words_shown
        own = {one: words for one, words in self.said_shown.items() if words != shared}
        networks = [one.network for one in self.said_shown if one not in own]
        alts, pages, at = self.alts_shown, self.pages, self.due_shown
        noticed = look(shared, alts, networks=networks, own=own, at=at, pages=pages)
        return relax(noticed, self.relaxed)

    @cached_property
    def pages(self) -> dict[str, LinkedPage]:
        """What is known of the pages that are linked to in the form."""
        return latest_pages(links_to_read(self.words_shown, *self.said_shown.values()))

    @cached_property
    def bill(self) -> Bill:
        """What the form costs as it stands, where networks charge for posts."""
        posts = [
            (one, parts_of(words, one.network, self.in_parts_shown) or (words,))
            for one, words in self.said_shown.items()
        ]
        return bill_of(posts, described=len(self.alts_shown), at=self.due_shown)

    @property
    def due_shown(self) -> datetime | None:
        """When it is to go, as far as that is known from the form."""
        return self.cleaned_data.get("due_at") if self.is_bound else self.initial.get("due_at")

    @property
    def relaxed(self) -> Collection[str]:
        """The checks that the experiment does without which is chosen in the form."""
        chosen = str(self["experiment"].value() or "")
        return next((one.lets_be for one in self.tries if str(one.pk) == chosen), ())

    @property
    def in_parts_shown(self) -> str:
        """Whether the words are to be split, as it stands in the form."""
        chosen = str(self["in_parts"].value() or "")
        return chosen if chosen in InParts.values else InParts.NO

    @cached_property
    def said_shown(self) -> dict[Account, str]:
        """What each account that is chosen in the form says."""
        return {one: self.own_words_shown(one) for one in self.accounts_shown}

    @property
    def accounts_shown(self) -> list[Account]:
        """The accounts that are chosen in the form."""
        chosen = {str(one) for one in self["accounts"].value() or []}
        return [account for account in self._accounts if str(account.pk) in chosen]

    @property
    def is_worth_keeping(self) -> bool:
        """Whether anything was put in that would be missed."""
        return bool(self.draft.words or self.draft.brought or self._message)
