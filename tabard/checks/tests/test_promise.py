"""Promises and admissions are found; plans, and what is said not to be promised, are not."""

from tabard.checks.propriety.promise import Promise
from tabard.checks.tests.contract import CheckContract


class TestPromise(CheckContract):
    check = Promise
    noticed = {
        "⟦I promise⟧ it stays open": "promise",
        "⟦We will definitely fix⟧ it": "promise",
        "⟦We'll fix your street light by⟧ Friday": "promise",
        "It ⟦will be repaired within⟧ a week": "promise",
        "⟦We will refund⟧ everybody": "liability",
        "⟦It was our fault⟧": "liability",
        "⟦You'll get a full refund⟧": "liability",
        "⟦we accept full responsibility⟧": "liability",
        "⟦The council will never close⟧ it": "promise",
    }
    left_alone = (
        "We can't promise it stays open",
        "No, we will not refund anybody",
        "We will be at the library on Saturday",
        "We'll grit tonight and keep you posted",
        "Hopes and plans",
        "Fixed within a week, thanks to our crews",
        "I promise to read every reply",
        "If we will fix it by Friday is open",
    )
