"""A mail backend that puts e-mails down in a folder instead of sending them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

UNSAFE = re.compile(r"[^A-Za-z0-9@.-]+")


class EmailBackend(BaseEmailBackend):
    """Writes each e-mail to a file of its own, which mail programs open; one sent again, once."""

    def __init__(self, *, folder: str, **how: Any) -> None:
        super().__init__(**how)
        self._folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write these e-mails down; say how many."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for email in email_messages:
            written = email.message()
            name = UNSAFE.sub("-", str(written["Message-ID"]).strip("<>"))
            # Whoever looks into the folder sees an e-mail whole or not at all.
            half = self._folder / f"{name}.half"
            half.write_bytes(written.as_bytes())
            half.replace(self._folder / f"{name}.eml")
        return len(email_messages)
