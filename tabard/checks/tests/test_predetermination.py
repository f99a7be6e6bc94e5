"""An outcome of planning that is told beforehand is found; how to comment is not."""

from tabard.checks.propriety.predetermination import Predetermination
from tabard.checks.tests.contract import CheckContract


class TestPredetermination(CheckContract):
    check = Predetermination
    noticed = {
        "⟦We will refuse this planning application⟧": "predetermination",
        "⟦The planning application will be approved⟧ on Monday": "predetermination",
        "Planning: ⟦we support the new homes⟧": "predetermination",
        "The development plan is ⟦a done deal⟧": "predetermination",
    }
    left_alone = (
        "Have your say on the planning application until Friday",
        "Whether the planning application will be approved is open",
        "Planning a walk? We support a school",
        "The application was approved by the planning committee",
        "We will refuse this job application at the planning desk",
        "A done deal on ice cream",
        "No plans",
    )
