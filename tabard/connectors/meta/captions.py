"""What Instagram takes as a post, said kindly before anything is sent."""

import regex

from tabard.connectors.api import Post, RejectedError
from tabard.connectors.links import find_hashtags

# developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media
MOST_HASHTAGS = 30
MOST_MENTIONS = 20
MENTION = regex.compile(r"(?<![\w/.@])@\w[\w.]*", regex.ASCII)


def insist(post: Post) -> None:
    """Say what Instagram would refuse."""
    if not post.pictures:
        raise RejectedError("Instagram takes no post without a picture. Add one.")
    if len(list(find_hashtags(post.words))) > MOST_HASHTAGS:
        raise RejectedError(f"Instagram takes {MOST_HASHTAGS} hashtags at most. Leave some out.")
    if len(MENTION.findall(post.words)) > MOST_MENTIONS:
        raise RejectedError(f"Instagram takes {MOST_MENTIONS} mentions at most. Leave some out.")
    if not all(picture.address for picture in post.pictures):
        raise RejectedError(
            "Instagram fetches pictures itself, and there is no public address for it to do so."
        )


def insist_on_answer(post: Post) -> None:
    """Say what Instagram would refuse as an answer."""
    if post.pictures:
        raise RejectedError("On Instagram an answer is words alone. Leave the pictures out.")
