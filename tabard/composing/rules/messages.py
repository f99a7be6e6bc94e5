"""Who may see, write, submit and review a message."""

from collections.abc import Iterable
from datetime import datetime

from tabard.common.rules import Refused
from tabard.composing.models import Message, MessageState, Suggestion, Version
from tabard.people.models import Person


def may_see(person: Person, message: Message) -> Refused | None:
    """The author sees a message, and those who review and oversee once it was submitted."""
    if person == message.author:
        return None
    if not (person.reviews_messages or person.oversees):
        return Refused("Only its author and the people who review it can see this post.")
    if message.submitted_at is None or message.state == MessageState.WRITING:
        return Refused("This post is with its author, who is still writing it.")
    return None


def may_change(person: Person, message: Message) -> Refused | None:
    """Only the author changes a message, and only while it is being written."""
    if person != message.author:
        return Refused("Only the person who wrote a post can change it.")
    if message.state != MessageState.WRITING:
        return Refused("This post is no longer being written. Take it back first to change it.")
    return None


def was_changed_elsewhere(message: Message, *, seen: str, page: str) -> bool:
    """Say whether another page has saved a message since this one saw it."""
    if not seen or (page and page == message.page):
        return False
    return seen != str(message.saves)


def may_take_back(person: Person, message: Message) -> Refused | None:
    """Only the author takes a message back or withdraws it."""
    if person != message.author:
        return Refused("Only the person who wrote a post can take it back.")
    return None


def may_review(person: Person) -> Refused | None:
    """Reviewers and the programme team look at what others have written."""
    if not person.reviews_messages:
        return Refused("Only a trained reviewer can approve a post.")
    return None


def may_set_rota(person: Person) -> Refused | None:
    """Whoever runs the pilot sets who is told first of what waits for a review."""
    if person.runs_the_pilot:
        return None
    return Refused("Only the programme team sets the rota of the reviewers.")


def may_approve(person: Person, message: Message) -> Refused | None:
    """Four eyes: a reviewer decides, and neither about their own words nor their manager's."""
    if person == message.author and person.reviews_messages:
        return Refused("Somebody else has to check your own post.")
    if person.manager_id is not None and person.manager_id == message.author_id:
        return Refused("Somebody whose line manager is not the author has to check this post.")
    return may_review(person)


def may_approve_unopened(
    message: Message, versions: Iterable[Version], *, is_noticed: bool
) -> Refused | None:
    """In the list a message is approved where the list shows all that there is to read."""
    if message.time_has_passed:
        return Refused("Its time has passed, so approving it would not send it. Look closer.")
    if any(one.parts for one in versions):
        return Refused("It goes as a thread, whose parts the list does not show. Look closer.")
    if is_noticed:
        return Refused("The checks noticed something that the list does not show. Look closer.")
    return None


def may_send_back(person: Person, message: Message, said: str) -> Refused | None:
    """Whoever sends a message back tells its author why."""
    if not said.strip():
        return Refused("Say what has to change, so that the author knows what to do.")
    return may_approve(person, message)


def may_suggest(person: Person, message: Message, words: str) -> Refused | None:
    """Whoever may approve a message can suggest other words for it."""
    if not words.strip():
        return Refused("Enter the words that you suggest.")
    if words == message.words:
        return Refused("You have changed nothing. Approve the post, or change its words.")
    return may_approve(person, message)


def has_shared_words(versions: Iterable[Version]) -> Refused | None:
    """Suggested words are for what is said on every account that has no own words."""
    if any(not one.own_words for one in versions):
        return None
    return Refused("Every account says something of its own here. Send it back and say what.")


def is_what_the_reviewer_read(suggestion: Suggestion, read: str) -> Refused | None:
    """Suggested words are accepted for the post that the reviewer read, and no other."""
    if not suggestion.by.is_active:
        return Refused("The reviewer who suggested this is not here any more. Send it for review.")
    if suggestion.read == read:
        return None
    return Refused("You have changed the post since. Send it for review as it is now.")


def is_what_was_read(message: Message, submitted_at: datetime | None) -> Refused | None:
    """Whoever decides has read the message as it was handed in last."""
    if submitted_at is not None and submitted_at == message.submitted_at:
        return None
    return Refused("The author has changed this post since you opened it. Read it again.")
