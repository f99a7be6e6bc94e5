"""What a council sets of what residents read."""

from tabard.council.settings import Template

AWAY = Template(
    "directory.away",
    "What residents read of somebody who is away",
    default="{first_name} is away at the moment. Colleagues answer meanwhile.",
    names={"first_name": "Grace"},
    one_line=True,
    help="It is shown where the one who is away, or their manager, chose that residents are told.",
)
