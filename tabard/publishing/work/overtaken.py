"""Changes of a delivery that hold only if it has not moved on meanwhile."""

from collections.abc import Callable
from typing import Concatenate

from django.db import transaction

from tabard.common.locking import lock
from tabard.publishing.models import Delivery


def unless_overtaken[**P](
    change: Callable[Concatenate[Delivery, P], None],
) -> Callable[Concatenate[Delivery, P], None]:
    """Change the row as it is now, unless it has moved on since the step began.

    A worker that was thought dead may come back with an answer after another took its place, and
    a post can be taken down while it is being confirmed: what the row says then holds.
    """

    @transaction.atomic
    def changed(delivery: Delivery, /, *args: P.args, **kwargs: P.kwargs) -> None:
        now = lock(delivery)
        if (now.state, now.tries) == (delivery.state, delivery.tries):
            change(now, *args, **kwargs)

    return changed
