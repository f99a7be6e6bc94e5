"""Questions across deliveries, and about what became of a post."""

from tabard.publishing.queries.calendar import CalendarDay, Slot, days, gaps, slots
from tabard.publishing.queries.deliveries import (
    deliveries_of,
    follow_on_nothing,
    its_turn,
    late,
    takes_again,
    to_ask_about,
    to_try,
    versions_of,
    without_job,
)
from tabard.publishing.queries.freezes import (
    behind,
    freezers_besides,
    freezes,
    frozen,
    is_frozen,
    open_freezes,
    posts_behind,
    standing,
    told_of,
)
from tabard.publishing.queries.posts import all_posts, post, posts_of
from tabard.publishing.queries.queue import GROUPS, Counted, Group, in_queue, queue
from tabard.publishing.queries.samples import (
    samples,
    samples_of_leavers,
    samples_to_look_at,
    to_draw,
)
from tabard.publishing.queries.silences import falls_into, silences
from tabard.publishing.queries.threads import (
    next_to_go,
    part_after,
    part_before,
    speaks_for_its_thread,
    thread_of,
)
from tabard.publishing.queries.timeline import Step, timeline

__all__ = [
    "GROUPS",
    "CalendarDay",
    "Counted",
    "Group",
    "Slot",
    "Step",
    "all_posts",
    "behind",
    "days",
    "deliveries_of",
    "falls_into",
    "follow_on_nothing",
    "freezers_besides",
    "freezes",
    "frozen",
    "gaps",
    "in_queue",
    "is_frozen",
    "its_turn",
    "late",
    "next_to_go",
    "open_freezes",
    "part_after",
    "part_before",
    "post",
    "posts_behind",
    "posts_of",
    "queue",
    "samples",
    "samples_of_leavers",
    "samples_to_look_at",
    "silences",
    "slots",
    "speaks_for_its_thread",
    "standing",
    "takes_again",
    "thread_of",
    "timeline",
    "to_ask_about",
    "to_draw",
    "to_try",
    "told_of",
    "versions_of",
    "without_job",
]
