"""Bank details: sort codes and accounts, IBANs, and the numbers of cards."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.personal.said import personal

KIND = "bank_account"
BOTH = re.compile(
    r"(?<![0-9a-z_/.#-])[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}\b"
    r"(?P<between>[^0-9\n]{1,40}\n?[^0-9\n]{0,20})[0-9]{4} ?[0-9]{4}(?![0-9a-z_]|[-/.][0-9])"
)
SORT_CODE = re.compile(
    r"\b(?:sort ?code|s/c)\b\W{0,4}(?:is |was |no\.? )?"
    r"([0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2})(?![0-9])"
)
ACCOUNT = re.compile(
    r"(?P<of>\b[a-z]+ )?\b(?:(?:bank )?(?:account|acct?|a/c|acc)(?: (?:no|num|number|nr)\b)?)"
    r"\W{0,4}(?:is |was )?([0-9]{4} ?[0-9]{4})(?![0-9a-z_]|[-/.][0-9])"
)
IBAN = re.compile(
    r"(?<![a-z0-9_/@-])[a-z]{2}[0-9]{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?(?![a-z0-9_])"
)
CARD = re.compile(
    r"(?<![0-9a-z_/#.+-])(?<![0-9] )(?:[3-6][0-9]{3}([ -]?)[0-9]{4}\1[0-9]{4}\1[0-9]{1,7}|"
    r"3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5})(?![0-9a-z_]|[ -][0-9])"
)
CLUES = frozenset(
    {
        "sort",
        "bank",
        "account",
        "acc",
        "acct",
        "a/c",
        "pay",
        "payment",
        "bacs",
        "transfer",
        "refund",
    }
)
CARD_CLUES = frozenset({"card", "visa", "mastercard", "amex", "debit", "credit", "cvv", "cvc"})
# Accounts that are not with a bank.
OTHER_ACCOUNTS = frozenset({"tax", "library", "customer", "rent", "housing", "water", "energy"})
OTHER_NUMBERS = words("numbers_of_things")
WHY = "Bank details let others take money, or pretend to be somebody."
LONGEST_IBAN = 34
# Of fourteen digits six are the sort code.
SORT = 6


def is_iban(number: str) -> bool:
    """Say whether the two check digits fit, modulo 97."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def is_card(digits: str) -> bool:
    """Say whether the last digit fits, by Luhn."""
    doubled = [int(one) * 2 for one in digits[-2::-2]]
    total = sum(one - 9 if one > 9 else one for one in doubled)  # noqa: PLR2004 - two digits
    return (total + sum(int(one) for one in digits[-1::-2])) % 10 == 0


class BankAccount:
    """Finds what is called a sort code or an account, and what its check digits give away."""

    name: ClassVar[str] = "Bank details"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        ours = [re.sub("[^0-9]", "", number) for number in facts.numbers]
        parts = [part for one in ours for part in (one[:SORT], one[SORT:])]
        self._ours = frozenset((*ours, *parts))

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at numbers of every length that a bank gives out."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not text.has_digits:
            return
        for place, level, sure in (*_uk(text), *_ibans(text), *_cards(text)):
            if re.sub("[^0-9]", "", text.plain[slice(*place)]) not in self._ours:
                yield personal(text, place, KIND, why=WHY, sure=sure, level=level)


type Judged = tuple[tuple[int, int], Level, float]


def _uk(text: Text) -> Iterator[Judged]:
    if CLUES.isdisjoint(text.vocabulary) and "s/c" not in text.lower:
        return
    for found in BOTH.finditer(text.lower):
        if text.near(found.span(), CLUES, before=40, after=20) or "acc" in found["between"]:
            yield found.span(), Level.STOP, 0.99
    for found in SORT_CODE.finditer(text.lower):
        yield found.span(1), Level.STOP, 0.95
    for found in ACCOUNT.finditer(text.lower):
        if (found["of"] or "").strip() not in OTHER_ACCOUNTS:
            yield found.span(2), Level.WARNING, 0.85


def _ibans(text: Text) -> Iterator[Judged]:
    for found in IBAN.finditer(text.lower):
        number = found[0].replace(" ", "").upper()
        if len(number) <= LONGEST_IBAN and is_iban(number):
            yield found.span(), Level.STOP, 0.99


def _cards(text: Text) -> Iterator[Judged]:
    for found in CARD.finditer(text.lower):
        digits = re.sub("[^0-9]", "", found[0])
        if not is_card(digits) or len(set(digits)) == 1:
            continue
        if text.near(found.span(), CARD_CLUES):
            yield found.span(), Level.STOP, 0.99
        elif not text.near(found.span(), OTHER_NUMBERS, before=30, after=0):
            yield found.span(), Level.WARNING, 0.85
