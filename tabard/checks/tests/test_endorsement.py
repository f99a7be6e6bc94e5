"""Praise of a business is found; advice to residents is not."""

from tabard.checks.api import Facts
from tabard.checks.propriety.endorsement import Endorsement
from tabard.checks.tests.contract import CheckContract


class TestEndorsement(CheckContract):
    check = Endorsement
    facts = Facts(businesses=("Bean There",), places=("Virginia Water",))
    noticed = {
        "⟦The best café⟧ in town": "endorsement",
        "We recommend ⟦Smith & Sons⟧!": "endorsement",
        "⟦Use code TABARD10⟧ today": "endorsement",
        "Lovely lunch at ⟦Bean There⟧": "endorsement",
        "⟦highly recommend them⟧": "endorsement",
    }
    left_alone = (
        "We recommend you wear boots",
        "I recommend Virginia Water to walkers, for its lake",
        "Bean There is open again",
        "Our best day at work",
        "We recommend that everybody comes",
    )
