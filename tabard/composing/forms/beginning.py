"""What the form of a message begins with, and what a message holds already."""

from typing import Any

from django import forms

from tabard.accounts.models import Account
from tabard.composing.forms.pictures import said_of
from tabard.composing.forms.versions import own_name
from tabard.composing.models import InParts, Message

NOW, LATER = "now", "later"


def held_by(message: Message | None) -> dict[str, Any]:
    """Give what a message holds already, which stays where an answer cannot be used."""
    if message is None:
        return {
            "words": "",
            "accounts": [],
            "due_at": None,
            "in_parts": InParts.NO,
            "experiment": None,
            "material": None,
        }
    versions = list(message.versions.select_related("account"))
    held = Account.objects.filter(versions__message=message)
    return {
        **{own_name(one.account): one.own_words for one in versions},
        "words": message.words,
        "accounts": held,
        "due_at": message.due_at,
        "in_parts": message.in_parts,
        "experiment": message.experiment,
        "material": message.material,
    }


def initial(accounts: Any, message: Message | None, again: Message | None) -> dict[str, Any]:
    """Give what the form shows at first: a message, an earlier one to be written again, or none."""
    shown = message or again
    if shown is None:
        held = list(accounts[:2])
        return {"when": NOW, "accounts": held if len(held) == 1 else []}
    due_at = message.due_at if message else None
    return {
        **{own_name(one.account): one.words for one in shown.versions.all()},
        "words": shown.words,
        "accounts": [version.account_id for version in shown.versions.all()],
        **said_of(shown),
        "in_parts": shown.in_parts,
        "when": LATER if due_at else NOW,
        "due_at": due_at,
        "experiment": message.experiment_id if message else None,
        "material": message.material_id if message else None,
        "again": again,
    }


class AccountsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not so at run time
    """Accounts, each called by its handle and its network."""

    def label_from_instance(self, obj: Account) -> str:
        """Name an account."""
        return f"{obj} on {obj.network_name}"
