"""What stands under an e-mail: who writes, and where their official accounts can be checked."""

from django.template.loader import render_to_string

from tabard.directory.queries.badges import Badge
from tabard.directory.work.words import one_line

# What stands below this line is left out by mail programs when they quote (RFC 3676, section 4.3).
DELIMITER = "-- "


def in_html(badge: Badge) -> str:
    """Write it as a document whose table mail programs take over as it is."""
    return render_to_string("directory/signature.html", {"badge": badge})


def in_text(badge: Badge) -> str:
    """Write it for plain e-mails."""
    lines = [
        DELIMITER,
        badge.name,
        f"{badge.job_title}, {badge.service}",
        badge.council,
        "",
        "I speak for the council on these official accounts:",
        *(f"{profile.network}: {profile.handle} {profile.address}" for profile in badge.profiles),
        "",
        f"Check that they are ours: {badge.page}",
    ]
    return "".join(f"{line if line == DELIMITER else one_line(line)}\n" for line in lines)
