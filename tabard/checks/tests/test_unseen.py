"""What nobody sees is found where it changes what is read; where it belongs it is left alone."""

from tabard.checks.api import Checks, Facts, Level, Part, Picture, Text, Written
from tabard.checks.plain.unseen import Unseen
from tabard.checks.tests.contract import CheckContract


class TestUnseen(CheckContract):
    check = Unseen
    noticed = {
        "Pay at ⟦\u202egnirts\u202c⟧ today": "turned_text",
        "Pay at ⟦\u2067gnirts⟧\nToday": "turned_text",
        "Pay ⟦\u202d4421⟧": "turned_text",
        "The ⟦lib\u200brary⟧ is open": "unseen_sign",
        "See ⟦exampleton.gov.uk/\u2060bins⟧": "unseen_sign",
        "A ⟦caf\u00e9\ufeffteria⟧": "unseen_sign",
        "⟦a\u200bb⟧ and ⟦c\u200dd⟧": ("unseen_sign", "unseen_sign"),
    }
    left_alone = (
        # A family, a rainbow flag, a heart that is red, and the flag of Scotland.
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308 \u2764\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        # A word in Persian, and a title in Hebrew that is set apart.
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "We read \u2067\u05e9\u05dc\u05d5\u05dd\u2069 together",
        # A joiner in Hindi.
        "\u0915\u094d\u200d\u0937",
        "Words that end\u200b here, caf\u00e9 and all",
        # A soft hyphen shows where a long word may break.
        "Council\u00adtax",
    )


def test_what_turns_text_is_a_warning_and_is_found_in_alt_text_too():
    pictures = (Picture(Text("A \u202emap")),)

    found = Checks({"it": Unseen(Facts())}).look(Written(Text("Caf\u00e9"), pictures=pictures))

    assert [(one.kind, one.level, one.part) for one in found.findings] == [
        ("turned_text", Level.WARNING, Part.ALT_TEXT)
    ]
