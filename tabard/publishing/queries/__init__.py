"""Questions across deliveries, and about what became of a post."""

from tabard.publishing.queries.deliveries import (
    late,
    to_ask_about,
    to_try,
    without_delivery,
    without_job,
)
from tabard.publishing.queries.posts import all_posts, post, posts_of
from tabard.publishing.queries.samples import (
    samples,
    samples_of_leavers,
    samples_to_look_at,
    to_draw,
)
from tabard.publishing.queries.timeline import Step, timeline

__all__ = [
    "Step",
    "all_posts",
    "late",
    "post",
    "posts_of",
    "samples",
    "samples_of_leavers",
    "samples_to_look_at",
    "timeline",
    "to_ask_about",
    "to_draw",
    "to_try",
    "without_delivery",
    "without_job",
]
