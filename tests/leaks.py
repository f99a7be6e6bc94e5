"""Looks for secrets in everything that a demonstration wrote, in whatever form they stand there."""

import base64
import html
import json
from collections.abc import Iterable, Iterator, Mapping
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from tabard.accounts.work.reaching import NO_SECRETS, SHORTEST_SECRET
from tests.demonstration import Demonstration

# Opens what is sealed, and reads what sessions keep packed, with the demonstration's own keys.
OPENED = """
import json
from tabard.common.sealed import Sealed, kinds
ours = [kind for kind in kinds() if issubclass(kind.model, Sealed)]
rows = [row for kind in ours for row in kind.rows if row.sealed]
print(json.dumps([row.show().decode() for row in rows]))
"""
SESSIONS = """
import json
from django.contrib.sessions.models import Session
print(json.dumps([row.get_decoded() for row in Session.objects.all()], default=str))
"""
# What the demonstration prints of a server beside it, so that visitors can sign in there.
ON_PURPOSE = "atproto-sign-ins.txt"
# What that server keeps for itself, as any network would.
THEIRS = "atproto"
# Base64 comes in threes of bytes: a secret in the middle of something stands in one of three ways.
THREES = 3
# What is shorter stands in megabytes by chance.
SHORTEST_INSIDE = 12

type Corpora = Mapping[str, bytes]


def secrets_in(told: Any, name: str = "") -> Iterator[str]:
    """Give every secret in what was kept, which may be written as JSON."""
    if isinstance(told, Mapping) and "kty" in told:
        # A key, of which the other half is for everybody.
        yield told["d"]
    elif isinstance(told, Mapping):
        for key, value in told.items():
            yield from secrets_in(value, key)
    elif isinstance(told, str) and told.startswith("{"):
        yield from secrets_in(json.loads(told))
    elif isinstance(told, str) and name not in NO_SECRETS and len(told) >= SHORTEST_SECRET:
        yield told


def handled(here: Demonstration) -> set[str]:
    """Give every secret that Tabard keeps sealed at this moment."""
    return {secret for row in _asked(here, OPENED) for secret in secrets_in(row)}


def forms(secret: str) -> Iterator[bytes]:
    """Write a secret in each way in which it could stand somewhere."""
    plain = secret.encode()
    for written in (secret, quote(secret, safe=""), html.escape(secret), json.dumps(secret)[1:-1]):
        yield written.encode()
    yield plain.hex().encode()
    for before in range(THREES):
        # Its first and last signs are also of what stands beside it.
        inside = base64.b64encode(bytes(before) + plain)[(0, 2, 3)[before] : -4]
        if len(inside) >= SHORTEST_INSIDE:
            yield inside


def leaked(secrets: Iterable[str], corpora: Corpora) -> list[tuple[str, str]]:
    """Say which secrets stand where; the secrets themselves are not told whole here either."""
    return [
        (f"{secret[:4]}…", where)
        for where, corpus in corpora.items()
        for secret in sorted(secrets)
        if any(form in corpus for form in forms(secret))
    ]


def everything(here: Demonstration, answers: Iterable[Path]) -> dict[str, bytes]:
    """Gather all that the demonstration wrote, and what it answered to browsers."""
    on_purpose = _whole(here.data / ON_PURPOSE)
    files = [file for file in sorted(here.data.rglob("*")) if file.is_file()]
    ours = [file for file in files if not _is_theirs(file.relative_to(here.data))]
    logs = [file for file in ours if file.suffix == ".log"]
    return {
        "screen": (here.data.parent / "screen").read_bytes().replace(on_purpose or b"\0", b""),
        "logs": b"\n".join(file.read_bytes() for file in logs),
        "e-mails": emails(here),
        "database": b"\n".join(here.tables()),
        "sessions": json.dumps(_asked(here, SESSIONS), ensure_ascii=False).encode(),
        "files": b"\n".join(_whole(file) for file in ours),
        "pages": b"\n".join(part for file in answers for part in answered(file)),
    }


def emails(here: Demonstration) -> bytes:
    """Gather the e-mails that were sent until now."""
    return b"\n".join(_email(file) for file in (here.data / "outbox").glob("*.eml"))


def answered(har: Path) -> Iterator[bytes]:
    """Give what came to a browser: heads and bodies, as the browser itself kept them."""
    for entry in json.loads(har.read_text(encoding="utf-8"))["log"]["entries"]:
        answer = entry["response"]
        yield json.dumps(answer["headers"], ensure_ascii=False).encode()
        body = answer["content"].get("text", "")
        is_packed = answer["content"].get("encoding") == "base64"
        yield base64.b64decode(body) if is_packed else body.encode()


def brought_back(har: Path) -> set[str]:
    """Give the codes that a browser brought back from networks, each good for access once."""
    asked = json.loads(har.read_text(encoding="utf-8"))["log"]["entries"]
    addresses = [urlsplit(entry["request"]["url"]) for entry in asked]
    backs = [dict(parse_qsl(one.query)) for one in addresses if "/accounts/back/" in one.path]
    return {back["code"] for back in backs if "code" in back}


def _asked(here: Demonstration, program: str) -> Any:
    said = here.manage("shell", "--verbosity", "0", "--command", program)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def _is_theirs(file: Path) -> bool:
    return file.name == ON_PURPOSE or file.parts[0] == THEIRS


def _whole(file: Path) -> bytes:
    """Read a file, if it is there: the database throws some away meanwhile."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _email(file: Path) -> bytes:
    """Read an e-mail as its reader sees it, and as it stands."""
    whole = file.read_bytes()
    parts = list(message_from_bytes(whole, policy=policy.default).walk())
    bodies = [part.get_payload(decode=True) for part in parts if not part.is_multipart()]
    return b"\n".join([whole, *(body for body in bodies if isinstance(body, bytes))])
