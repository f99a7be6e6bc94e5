"""Hashtags: two at most, at the end, and with capitals."""

from tabard.checks.api import Facts
from tabard.checks.plain.hashtags import Hashtags
from tabard.checks.tests.contract import CheckContract


class TestHashtags(CheckContract):
    check = Hashtags
    facts = Facts(places=("Egham",))
    noticed = {
        "Snow ⟦#SurreySnow⟧ is here": "hashtag_in_sentence",
        "Snow! #One #Two ⟦#Three⟧ ⟦#Four⟧": "hashtags_many",
        "Snow! ⟦#wintersnow⟧": "hashtag_capitals",
        "Come! #egham ⟦#eghamfair⟧ https://example.org": "hashtag_capitals",
    }
    left_alone = (
        "Snow! #WinterSnow #Gritting",
        "We are #1",
        "Snow! #volunteering 😀",
        "Tags & more, a&#39;b",
        "no tags",
        "Snow! #xyzzyplugh",
    )
