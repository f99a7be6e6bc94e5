"""Markings and names of projects are found; a service that is confidential may say so."""

from tabard.checks.api import Facts
from tabard.checks.propriety.confidentiality import Confidentiality
from tabard.checks.tests.contract import CheckContract


class TestConfidentiality(CheckContract):
    check = Confidentiality
    facts = Facts(exempt_projects=("Project Otter",))
    noticed = {
        "⟦OFFICIAL-SENSITIVE⟧ budget": "confidential",
        "⟦Strictly confidential⟧: draft": "confidential",
        "This is ⟦not for publication⟧": "confidential",
        "⟦Do not share this⟧": "confidential",
        "News of ⟦Project Otter⟧": "exempt_project",
        "⟦embargoed until⟧ noon": "confidential",
        "⟦CONFIDENTIAL⟧ paper": "confidential",
    }
    left_alone = (
        "A free confidential service for carers",
        "Our CONFIDENTIAL helpline",
        "An otter was seen",
        "A secret garden, official and sensitive",
        "SECRET SALE, OFFICIAL AND SENSITIVE",
        "strictly confidential advice for carers",
    )
