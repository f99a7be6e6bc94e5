"""What a council sets of freezes, and of what is looked at after it went."""

from tabard.council.settings import Number, YesNo

SAMPLE_ONE_IN = Number(
    "publishing.sample_one_in",
    "Of how many posts by people on “sampled” one is looked at afterwards",
    default=5,
    least=1,
    most=100,
    help="Drawn by lot when a post has arrived, so that nobody is picked out. With 1 every post "
    "is looked at.",
)
FREEZE_NEEDS_TWO = YesNo(
    "publishing.freeze_needs_two",
    "A second person has to agree before posts are frozen",
    default=False,
    help="Without it one person freezes posts at once, and says why by the time it ends.",
)
