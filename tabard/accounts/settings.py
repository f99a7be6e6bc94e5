"""What a council sets of accounts: the names that nobody is to take."""

from collections.abc import Sequence

from tabard.council.models import Council
from tabard.council.settings import Lines, Number
from tabard.naming.known import TITLES, Known, words

# Handles that show what a reserved name blocks, and what it leaves.
SAMPLES = (
    *("the_mayor", "mayorof{council}", "mayorga_roads", "press_team", "pressteam", "expressbus"),
    *("ada_libraries", "cllr_j_smith"),
)
NOBODY = "Nobody is entered, so no handle is kept from looking like a councillor's."


def _reserving(value: list[str]) -> str:
    name = Council.here().short_name
    council = "".join(words(name))
    samples = [sample.format(council=council) for sample in SAMPLES]
    return _shown(samples, Known.of(reserved=value, around=[name]))


def _of_councillors(value: list[str]) -> str:
    """Show what the first one of the list blocks, and what is left to people of a like name."""
    parts = [part for part in words(value[0]) if part not in TITLES] if value else []
    if not parts:
        return NOBODY
    first, last = parts[-2:] if len(parts) > 1 else ("ada", parts[-1])
    samples = (
        *(f"{first}_{last}", f"cllr_{last}", f"cllr_{first[0]}_{last}", f"{last}_cllr"),
        *(f"{first[0]}_{last}", f"{first}_{last}son", f"{first}_libraries"),
    )
    return _shown(samples, Known.of(councillors=value))


def _shown(samples: Sequence[str], known: Known) -> str:
    return "\n".join(
        f"{handle}: {known.problem_with_words(handle) or 'can be had.'}" for handle in samples
    )


RESERVED_NAMES = Lines(
    "accounts.reserved_names",
    "Names that nobody may take",
    default=[
        *("admin", "chief executive", "cllr", "council", "councillor", "elections", "emergency"),
        *("helpdesk", "leader", "mayor", "monitoring officer", "official", "police", "press"),
        *("press office", "returning officer", "security", "support"),
    ],
    help="One on each line. No handle, and no name that residents see, may have one of them as a "
    "word, nor with words around it such as “team” or the council's name.",
    example=_reserving,
)
COUNCILLORS = Lines(
    "accounts.councillors",
    "Councillors by name",
    default=[],
    help="One on each line, such as Cllr Jane Smith. No handle may look like one of theirs. The "
    "list is empty at first: until it is filled, nothing is compared with the names of "
    "councillors.",
    example=_of_councillors,
)
LOOK_AFTER_DAYS = Number(
    "accounts.look_after_days",
    "After how many days each account is looked at again",
    default=1,
    least=1,
    most=7,
    help="Tabard asks the account's network whether it still lets us in and what the account is "
    "called, so that holders hear before something is due. Some networks want money for each call.",
)
