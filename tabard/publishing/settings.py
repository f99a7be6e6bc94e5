"""What a council sets of what is looked at after it went."""

from tabard.council.settings import Number

SAMPLE_ONE_IN = Number(
    "publishing.sample_one_in",
    "Of how many posts by people on “sampled” one is looked at afterwards",
    default=5,
    least=1,
    most=100,
    help="Drawn by lot when a post has arrived, so that nobody is picked out. With 1 every post "
    "is looked at.",
)
