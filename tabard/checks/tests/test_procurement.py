"""What favours a bidder is found; a notice of a tender is not."""

from tabard.checks.propriety.procurement import Procurement
from tabard.checks.tests.contract import CheckContract


class TestProcurement(CheckContract):
    check = Procurement
    noticed = {
        "Smith Ltd is our ⟦preferred bidder⟧": "procurement",
        "The ⟦bids came in at £⟧2m": "procurement",
        "They ⟦should win the gritting contract⟧": "procurement",
        "The supplier ⟦quoted us £⟧500": "procurement",
    }
    left_alone = (
        "The tender notice is out: bids by Friday",
        "The best shop in town",
        "We awarded a contract last year",
        "Suppliers, come to our day",
    )
