"""What residents are told of an account that existed before it was the council's."""

from tabard.common.templatetags.moments import day
from tabard.keeping.models import Adoption, OlderPosts, RecallState


def before(adoption: Adoption | None) -> str:
    """Say whose an adopted account was before, and what its posts from then count as."""
    if adoption is None or adoption.account is None:
        return ""
    since = day(adoption.account.official_from)
    whose = "it was somebody's own" if adoption.was_somebody_s_own else "it existed already"
    if adoption.older_posts == OlderPosts.INCLUDED:
        copied = ", and the council keeps a copy of it" if _is_copied(adoption) else ""
        posts = f"What it said before {since} counts as the council's, too{copied}."
    else:
        posts = f"The council does not answer for what it said before {since}."
    return f"Before that, {whose}. {posts}"


def _is_copied(adoption: Adoption) -> bool:
    recall = getattr(adoption, "recall", None)
    return recall is not None and recall.state == RecallState.DONE


def perhaps_older(adoption: Adoption | None) -> str:
    """Say of a post that is not known here that it may be from before."""
    if adoption is None or adoption.account is None:
        return ""
    return (
        f" Or it is older than {day(adoption.account.official_from)}, when the account became ours."
    )
