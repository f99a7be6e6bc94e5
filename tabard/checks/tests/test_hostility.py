"""Hostility is found by turns of phrase, at people; a hard word about a thing is none."""

from tabard.checks.api import Facts
from tabard.checks.propriety.hostility import Hostility
from tabard.checks.tests.contract import CheckContract


class TestHostility(CheckContract):
    check = Hostility
    facts = Facts(allowed=("shut up shop",))
    noticed = {
        "⟦You are an absolute idiot⟧": "hostility",
        "⟦These people are such liars⟧ and should ⟦shut up⟧": "hostility",
        "⟦you idiots⟧": "hostility",
        "⟦People like that are just lazy⟧": "hostility",
        "I ⟦hope you die⟧": "threat",
        "⟦I know where you live⟧": "threat",
        "⟦They're pathetic⟧!": "hostility",
        "⟦What's wrong with you⟧?": "hostility",
    }
    left_alone = (
        "A stupid mistake of ours, sorry",
        "You are not stupid",
        "The Idiot, a novel, is at the library",
        "We'd shut up shop early",
        "Thank you for your kind words",
        "Thick fog, dense traffic",
        "You're brilliant",
        "I said: do one thing a day",
    )
