"""Praise of a councillor is found; who chairs what is not."""

from tabard.checks.api import Facts
from tabard.checks.propriety.councillor_promotion import CouncillorPromotion
from tabard.checks.tests.contract import CheckContract


class TestCouncillorPromotion(CheckContract):
    check = CouncillorPromotion
    facts = Facts(councillors=("John Roe",))
    noticed = {
        "Thanks to ⟦Cllr⟧ for the new bridge": "councillor_promotion",
        "Our wonderful ⟦councillor⟧ at work": "councillor_promotion",
        "⟦John Roe⟧ is fighting for our roads": "councillor_promotion",
    }
    left_alone = (
        "Cllr Doe chairs the committee",
        "Ask your councillor",
        "John Roe opens the meeting at seven",
        "Thanks to our crews",
    )
