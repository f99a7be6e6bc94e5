"""Addresses of homes are found; those of places to visit, roadworks and planning are not."""

from tabard.checks.api import Facts, Level
from tabard.checks.personal.address import Address
from tabard.checks.tests.contract import CheckContract


class TestAddress(CheckContract):
    check = Address
    facts = Facts(addresses=("County Hall, 1 Hall Road, GU1 1AA",))
    noticed = {
        "Mrs Shah of ⟦12 High Street⟧": "address",
        "⟦Flat 3, 14a Acacia Avenue⟧, Woking": "address",
        "⟦3a Mill Ln⟧.": "address",
        "I live at ⟦12 high street⟧": "address",
        "to ⟦Flat 2B, Kings Court⟧": "address",
        "⟦22 St. John's Road⟧ is loud": "address",
        "⟦No 7 The Green⟧": "address",
        "⟦5 Old Mill Lane⟧, GU5 0AB": "address",
        "My home is ⟦Rose Cottage, Church Lane⟧, GU5 0AB": "address",
        "⟦Manor Farm, Send⟧, GU23 7AA": "address",
        "⟦12/14 Park Rd⟧": "address",
        "⟦17, Cherry Tree Close⟧": "address",
        "She lives at ⟦Studio 12\n3 Jones ramp⟧": "address",
        "my mum, ⟦4 Queensway⟧": "address",
        "⟦9 Parkside⟧, GU21 4AB": "address",
    }
    left_alone = (
        "We are at 1 Hall Road",
        "Visit Woking Library, 1 High Street, GU21 6EP",
        "Planning application for 12 High Street",
        "Bus 34 London Road, junction 10 Park Road, the 12 Days Close",
        "A25 Dorking Road is shut, B2130 Brighton Road",
        "a 5 minutes walk, 20 new parks, 3 Mile Walk, my 10 minute walk",
        "Roadworks outside 12 High Street",
        "60 High Street shops open late, 5 Brilliant Walks Near Woking",
        "Meet at 12 High Street at noon",
        "Visit us at Unit 5, Albion Park, GU7 1AB",
        "Manor Farm Museum, Send, GU23 7AA",
        "flat 5 per cent, a flat road",
        "Rose Cottage, Church Lane, AA5 0AB",
        "12 people in flat b new park",
        "4 Queensway, 2 Kings Ramps",
        "Come to Manor Farm, Send, GU23 7AA, for our market",
        "rose cottage, GU5 0AB",
    )


def test_a_home_asks_why_and_a_house_is_to_be_read():
    look = TestAddress().look

    assert [one.level for one in look("We live at 12 High Street")] == [Level.WARNING]
    assert [one.level for one in look("Seen: 12 High Street")] == [Level.ADVICE]
    assert [one.level for one in look("Manor Farm, Send, GU23 7AA")] == [Level.ADVICE]
