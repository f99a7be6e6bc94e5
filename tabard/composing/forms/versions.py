"""What an author says differently on some accounts."""

from collections.abc import Iterable, Mapping
from copy import copy
from hashlib import sha256
from typing import Any

from django import forms

from tabard.accounts.models import Account
from tabard.composing.models import LONGEST_MESSAGE

# In hexadecimal digits.
LONG_ENOUGH = 16


def own_name(account: Account) -> str:
    """Name the field in which is what one account says differently."""
    return f"own_words_{account.pk}"


def as_broken(words: object) -> str:
    """Break lines as networks do, with one character."""
    return str(words or "").replace("\r\n", "\n").strip()


class SaidDifferently(forms.Form):
    """Words, and a field for each account, which begins with them and can differ.

    A page tells in `began` with which words its fields began. What still says these, or what all
    say, is not said differently.
    """

    def __init__(
        self,
        asked: Any = None,
        files: Any = None,
        *,
        initial: Mapping[str, Any],
        accounts: Iterable[Account],
    ) -> None:
        super().__init__(asked, files, initial=dict(initial))
        self._own = {own_name(one): one for one in accounts}
        for name, account in self._own.items():
            self.fields[name] = forms.CharField(
                label=f"What {account} says on {account.network_name}",
                max_length=LONGEST_MESSAGE,
                required=False,
                widget=forms.Textarea(attrs={"data-mirrors": "id_words"}),
                error_messages={
                    "max_length": "These words must be %(limit_value)d characters at most"
                },
            )
        if self.is_bound:
            self.data = self._brought_along()

    def _brought_along(self) -> Any:
        """Let the fields that nobody has changed say what all say by now."""
        shared, began = self.words_shown, self.data.get("began", "")
        brought: Any = copy(self.data)
        for name in self._own:
            said = as_broken(brought.get(name))
            if not said or _mark(said) == began:
                brought[name] = shared
        return brought

    @property
    def began(self) -> str:
        """What a page of this form tells of the words with which its fields began."""
        return _mark(self.words_shown)

    @property
    def words_shown(self) -> str:
        """The words as they stand in the form, whether they can be kept or not."""
        return as_broken(self["words"].value())

    def own_words_shown(self, account: Account) -> str:
        """Give what one account says, as it stands in the form."""
        return as_broken(self[own_name(account)].value()) or self.words_shown

    def own_words_of(self, kept: Mapping[str, Any]) -> dict[int, str]:
        """Give what some accounts say differently, by their number."""
        said = {one.pk: as_broken(kept.get(name)) for name, one in self._own.items()}
        shared = self.words_shown
        return {number: words for number, words in said.items() if words not in {"", shared}}

    def forgive(self, chosen: Iterable[Account]) -> None:
        """Find nothing wrong with fields that say what all say, or that nobody is asked for."""
        asked = {own_name(one) for one in chosen if self.place_of(one) != "words"}
        for name in self._own.keys() - asked:
            self.errors.pop(name, None)
            self.cleaned_data[name] = ""

    def place_of(self, account: Account) -> str:
        """Name the field in which stands what an account says."""
        is_own = self.own_words_shown(account) != self.words_shown
        return own_name(account) if is_own else "words"

    @property
    def differently(self) -> dict[str, tuple[str, forms.BoundField]]:
        """Give for each account what leads to its own words, and their field."""
        return {
            str(one.pk): (f"Say it differently on {one.network_name}", self[name])
            for name, one in self._own.items()
        }


def _mark(words: str) -> str:
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:LONG_ENOUGH]
