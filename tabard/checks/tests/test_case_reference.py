"""References of cases are found; those of planning, tenders and jobs are for everybody."""

from tabard.checks.api import Facts, Level
from tabard.checks.personal.case_reference import CaseReference
from tabard.checks.tests.contract import CheckContract


class TestCaseReference(CheckContract):
    check = CaseReference
    facts = Facts(case_references=(r"ZX\d{3}",), public_references=(r"CAS-0+",))
    noticed = {
        "Your complaint ref ⟦C-12345⟧ is with us": "case_reference",
        "complaint reference number is ⟦CMP/2024/00123⟧": "case_reference",
        "case ⟦12345678⟧": "case_reference",
        "Case no: ⟦24-00123⟧": "case_reference",
        "ref: ⟦AB123456⟧": "case_reference",
        "your reference is ⟦2024/12345⟧": "case_reference",
        "⟦CAS-123456⟧ and ⟦FS-Case-123456789⟧": "case_reference",
        "⟦FOI 12345⟧": "case_reference",
        "PCN ⟦AB12345678⟧": "case_reference",
        "council tax account ⟦55779911⟧": "case_reference",
        "housing application ⟦HN12345⟧": "case_reference",
        "service request ⟦#101002345⟧": "case_reference",
        "It is ⟦zx123⟧": "case_reference",
        "claim number ⟦HB1234567⟧": "case_reference",
        "Housing benefit claim ⟦40012345⟧": "case_reference",
        "Blue badge number ⟦2ABC3X0123X0129⟧": "case_reference",
        "Ticket ⟦INC0048291⟧ is open": "case_reference",
    }
    left_alone = (
        "Planning application ref 24/01234/FUL, or PL/2024/01234",
        "planning reference 24/01234",
        "Job ref 12345, tender ref ABC-12345",
        "In case 12 people come, and the report 2024/25 or report 2023",
        "CAS-0000",
        "case ref 12",
        "Grid ref TQ123456",
        "support 10000 families",
        "Quote ref 45240012345 to police about this crime",
        "consultation ref 12345",
        "Tender CMP-12345",
        "We had 1234 complaints, a case of 5000",
    )


def test_a_reference_asks_why():
    look = TestCaseReference().look

    assert [one.level for one in look("case ref 123456")] == [Level.WARNING]
