"""Make the lexicon of names from public lists: `python -m scripts.names.lexicon FOLDER`.

The folder holds, as docs/developers/names-model.md says from where: us-name-data.sqlite,
dist.all.last, scowl/, cities500.json, countries.json and vocab/.
It needs numpy, scikit-learn, spacy and Faker, in an environment of its own.
"""

import importlib
import json
import math
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tabard.checks.names.lexicon import CLUSTERS, Traits, written

MADE = Path(__file__).resolve().parents[2] / "tabard" / "checks" / "names" / "lexicon.bin"
# Given names of fewer than so many people born in the United States since then are left out.
SINCE, FEWEST = 1930, 1_000
AMERICANS = 2_500_000
# What is taken of those in lists that give no number.
LISTED = 3_000
# SCOWL's sizes, the most common words first.
LEVELS = (10, 20, 35, 40, 50)
LOCALES = (
    *("en_GB", "en_IE", "ga_IE", "en_IN", "en_PK", "gu_IN", "en_NG", "ig_NG", "yo_NG", "ha_NG"),
    *("tw_GH", "en_KE", "zu_ZA", "pl_PL", "ro_RO", "lt_LT", "lv_LV", "et_EE", "hu_HU", "cs_CZ"),
    *("sk_SK", "hr_HR", "sl_SI", "tr_TR", "az_AZ", "uz_UZ", "pt_PT", "pt_BR", "it_IT", "es_ES"),
    *("es_MX", "fr_FR", "de_DE", "nl_NL", "sv_SE", "no_NO", "fi_FI", "vi_VN", "id_ID"),
)
NAME = re.compile(r"[^\W\d_][\w'\u2019 -]+")
COARSE = 64
HOME = frozenset({"GB", "IE"})


def low(name: str) -> str:
    """Give a name as it is looked up."""
    return name.lower().replace("\u2019", "'")


def given_and_family(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Count people by given and by family name."""
    given: Counter[str] = Counter()
    births = sqlite3.connect(folder / "us-name-data.sqlite").execute(
        "select name, sum(births) from usNameData where year >= ? group by name", (SINCE,)
    )
    given.update({low(name): many for name, many in births if many >= FEWEST})
    family: Counter[str] = Counter()
    for line in (folder / "dist.all.last").read_text().splitlines():
        name, share, *_ = line.split()
        family[low(name)] = int(float(share) * AMERICANS)
    for kind, name in listed():
        counter = given if kind == "first" else family
        counter[name] = max(counter[name], LISTED)
    own = Path(__file__).with_name("more_names.txt").read_text(encoding="utf-8")
    for line in own.splitlines():
        kind, _, names = line.partition(":")
        for name in names.split():
            counter = given if kind == "given" else family
            counter[low(name)] = max(counter[low(name)], LISTED)
    return given, family


def listed() -> Iterator[tuple[str, str]]:
    """Give the names that Faker knows of many countries, in Latin letters."""
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for field in sorted(dir(provider)):
            kind = next((one for one in ("first", "last") if one in field), None)
            names = getattr(provider, field)
            if kind and isinstance(names, (list, tuple, dict)):
                for name in names:
                    if isinstance(name, str) and NAME.fullmatch(name):
                        yield from ((kind, part) for part in low(name).split() if len(part) > 1)


def levels_and_proper(folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Say how common words are, and which are only ever written with a capital."""
    level: dict[str, int] = {}
    proper: dict[str, int] = {}
    for size in LEVELS:
        for path in sorted(folder.glob(f"scowl/*-*.{size}")):
            area, _, kind = path.stem.partition("-")
            if area not in {"english", "british"}:
                continue
            for word in path.read_text("latin-1").split():
                if kind == "words":
                    level.setdefault(word, LEVELS.index(size) + 1)
                elif kind in {"upper", "proper-names"} and not word.endswith("'s"):
                    proper.setdefault(low(word), 1 if kind == "upper" else 2)
    return level, proper


def places(folder: Path) -> dict[str, int]:
    """Give the names of places: whole at home and abroad, and the words of longer ones."""
    found: dict[str, int] = {}
    cities = json.loads((folder / "cities500.json").read_text()).values()
    countries = json.loads((folder / "countries.json").read_text()).values()
    named = [(one["name"], 3) for one in cities if one["countrycode"] in HOME]
    named += [(one["name"], 2) for one in cities if one["population"] >= 500_000]  # noqa: PLR2004
    named += [(one["name"], 2) for one in countries]
    for name, worth in named:
        whole = low(name)
        found[whole] = max(found.get(whole, 0), worth)
        for part in whole.split():
            if len(part) > 3 and part != whole:  # noqa: PLR2004 - “on” and “the” are no places
                found.setdefault(part, 1)
    return found


def clusters(folder: Path, wanted: set[str]) -> tuple[dict[str, int], bytes]:
    """Group words that are used alike, by spaCy's vectors, and the groups into coarse ones."""
    import numpy as np  # noqa: PLC0415 - the rest can be read without it
    from sklearn.cluster import KMeans, MiniBatchKMeans  # noqa: PLC0415
    from spacy.vocab import Vocab  # noqa: PLC0415

    vocab: Any = Vocab().from_disk(folder / "vocab")
    rows = vocab.vectors.data / np.maximum(
        np.linalg.norm(vocab.vectors.data, axis=1, keepdims=True), 1e-6
    )
    fine = MiniBatchKMeans(CLUSTERS - 1, random_state=0, n_init=1, batch_size=4096).fit(rows)
    coarse = KMeans(COARSE, random_state=0, n_init=3).fit(fine.cluster_centers_)
    row_of = vocab.vectors.key2row
    found = {
        word: int(fine.labels_[row_of[key]]) + 1
        for word in sorted(wanted)
        if (key := vocab.strings[word]) in row_of
    }
    return found, bytes([0, *(int(one) for one in coarse.labels_)])


def frequency(many: int) -> int:
    """Give a step from 1 to 15, three for every tenfold."""
    return min(15, max(1, round(3 * math.log10(many)) - 5)) if many else 0


def main(folder: Path) -> None:
    """Write the file, and say how much is in it."""
    given, family = given_and_family(folder)
    level, proper = levels_and_proper(folder)
    where = places(folder)
    singles = {word for word in (*given, *family, *level, *proper, *where) if " " not in word}
    cluster, coarse = clusters(folder, singles)
    known = {
        word: Traits(
            given=frequency(given[word]),
            family=frequency(family[word]),
            level=level.get(word, 0),
            place=where.get(word, 0),
            proper=proper.get(word, 0),
            cluster=cluster.get(word, 0),
        )
        for word in singles | set(where)
    }
    known = {word: one for word, one in known.items() if any(one[:5])}
    MADE.write_bytes(written(known, coarse))
    print(f"{len(known):,} words and names, {MADE.stat().st_size // 1024:,} KiB in {MADE.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
