"""Emoji are counted as people see them: families and flags are one."""

from tabard.checks.plain.emoji import Emoji
from tabard.checks.tests.contract import CheckContract

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


class TestEmoji(CheckContract):
    check = Emoji
    before = "e\u0301 \ufb01ne. "
    noticed = {
        "Hi \U0001f600\U0001f601\U0001f602⟦\U0001f603\U0001f604⟧": "emoji_many",
        "\U0001f44d well ⟦\U0001f44d⟧": "emoji_repeated",
        f"{FAMILY} and ⟦{FAMILY}⟧": "emoji_repeated",
        "\u2764\ufe0f ⟦\u2764\ufe0f⟧": "emoji_repeated",
    }
    left_alone = (
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ec\U0001f1e7 \U0001f44d\U0001f3fd",
        "\u00a9 and \u2122 and 1 2 3 4 5",
        "no emoji",
        "Zoë\u2019s café",
    )
