"""Why a network of ours cannot do something: a fact of the network, or of what we ask of it."""

from collections.abc import Mapping

from tabard.connectors import api

EVERY = "every other network"
_INSIDE = "It is inside Tabard, and is practised on by its own people alone."
# By ability and the name of the network; what holds for every other one stands under EVERY.
WHY_NOT: Mapping[type, Mapping[str, str]] = {
    api.AsksLeave: {"Practice network": "Tabard opens its accounts itself."},
    api.OffersAccounts: {EVERY: "Whoever signs in there gives leave for the account signed in."},
    api.Registers: {
        "Bluesky": "Its servers read what Tabard is at an address of the council's.",
        "Practice network": _INSIDE,
        EVERY: "It knows software by an application that the council makes there.",
    },
    api.KnownByAddress: {
        "Mastodon": "Its servers take software's own word for what it is.",
        "Practice network": _INSIDE,
        EVERY: "It knows software by an application that the council makes there.",
    },
    api.FindsServer: {
        "Mastodon": "A handle names its server.",
        EVERY: "All of its accounts are in one place.",
    },
    api.Removes: {},
    api.Edits: {
        "Bluesky": "Its app shows the first words of a post, whatever its record says later.",
        "Instagram": "Its API changes nothing of a caption once it is out.",
        "Practice network": "What residents saw is to stay as it was.",
        "X": "Its API has no way to edit a post.",
    },
    api.Threads: {
        "Pinterest": "Its API tells of no comments.",
        "Practice network": "Residents answer in scenarios, which training keeps.",
    },
    api.Hears: {
        "Pinterest": "Its API tells of no mentions and no comments.",
        "Practice network": "Residents answer in scenarios, which training keeps.",
    },
    api.Listens: {
        "Facebook": "It calls the council's address for that, which a council behind a firewall "
        "has not; Tabard asks it now and then.",
        "Instagram": "It calls the council's address for that, which a council behind a firewall "
        "has not; Tabard asks it now and then.",
        "LinkedIn": "It tells software only when asked.",
        "Pinterest": "Its API tells of no mentions and no comments.",
        "Practice network": "Residents answer in scenarios, which training keeps.",
        "X": "It streams to an application as a whole, and not of one account.",
    },
    api.TalksPrivately: {
        "Bluesky": "Its chat is a service of Bluesky's company beside the open network, with no "
        "server that it could be tested against.",
        "Facebook": "Meta gives the right to messages to software with an inbox that it has "
        "reviewed, and Tabard has no inbox.",
        "Instagram": "Meta gives the right to messages to software with an inbox that it has "
        "reviewed, and Tabard has no inbox.",
        "LinkedIn": "Its API has no messages of pages.",
        "Pinterest": "Its API has no messages.",
        "Practice network": "Nothing is private there: everybody sees what is practised.",
    },
    api.Hides: {
        "Bluesky": "An author can close a post to answers, and hides none that was given.",
        "LinkedIn": "Its API deletes comments, and hides none.",
        "Mastodon": "A server's moderators hide what others said, and its accounts cannot.",
        "Pinterest": "Its API tells of no comments.",
        "Practice network": "Residents answer in scenarios, which training keeps.",
    },
    api.Follows: {
        "Facebook": "Its API lets no page follow another.",
        "Instagram": "Its API follows nobody.",
        "LinkedIn": "Its API lets no page follow another.",
        "Pinterest": "Its API can follow in a closed trial, can unfollow not at all, and so could "
        "not take back what it did.",
        "Practice network": "There is nobody else to follow there.",
    },
    api.ReadsHome: {
        "Facebook": "Its API shows no feed of a Page.",
        "Instagram": "Its API shows no feed of others.",
        "LinkedIn": "Its API shows no feed of a page.",
        "Pinterest": "Its API shows no feed of others.",
        "Practice network": "There is nobody else to follow there.",
    },
    api.Labelled: {EVERY: "It tells software of no warnings."},
    api.Verifies: {
        "Mastodon": "Its ticks prove links, which the account's own pages give back.",
        "Practice network": _INSIDE,
        EVERY: "It gives its badges itself.",
    },
    api.Measures: {"Practice network": "Nobody but colleagues reads what is practised."},
    api.Describes: {"Practice network": "Its profiles show a handle and a name, and nothing else."},
    api.Recalls: {},
    api.Allots: {
        EVERY: "It names no number of posts; how many calls are left stands beside each "
        "answer where it tells, and is waited for."
    },
    api.Revokes: {},
}


def why_not(ability: type, network: str) -> str:
    """Say why a network cannot do something, if it is one of those that we know."""
    named = WHY_NOT.get(ability, {})
    return named.get(network) or named.get(EVERY, "")
