"""Deliveries, what is looked at after they went, what stops them, and calendars that follow."""

from tabard.publishing.models.deliveries import (
    LIFECYCLE,
    LONGEST_REASON,
    NOT_BEGUN,
    NOT_THERE,
    SAMPLE_LIFECYCLE,
    UNDER_WAY,
    CalendarFeed,
    Delivery,
    DeliveryState,
    Lot,
    Sample,
    SampleState,
)
from tabard.publishing.models.freezes import (
    FREEZE_LIFECYCLE,
    Freeze,
    FreezeState,
    Passage,
    Scope,
    passes,
)

__all__ = [
    "FREEZE_LIFECYCLE",
    "LIFECYCLE",
    "LONGEST_REASON",
    "NOT_BEGUN",
    "NOT_THERE",
    "SAMPLE_LIFECYCLE",
    "UNDER_WAY",
    "CalendarFeed",
    "Delivery",
    "DeliveryState",
    "Freeze",
    "FreezeState",
    "Lot",
    "Passage",
    "Sample",
    "SampleState",
    "Scope",
    "passes",
]
