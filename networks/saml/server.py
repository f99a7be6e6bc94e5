"""A SAML 2.0 identity provider (pysaml2) on this machine, for the tests of single sign-on.

    python server.py --metadata FILE --people JSON

The metadata are those of whoever asks, people are {login: {attribute: [values]}}. Prints
"READY {json}" when it can be used, and ends when its standard input closes: whoever started it may
die in any way and takes it along. Its page asks for a login. A question with `wrong` in it is
answered as somebody would who must not be believed. One with `ago` in it comes from somebody who
has signed in so many seconds before, and does it again only if that is asked for.
"""

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.authn_context import PASSWORD, TIMESYNCTOKEN
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA1, DIGEST_SHA256, SIG_RSA_SHA1, SIG_RSA_SHA256

BASIC = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic"
PAGE = """<!doctype html><html lang="en"><title>Identity provider</title><form action="/sso">
{hidden}<label>Login <input name="user"></label> <button>Sign in</button></form>"""
ANOTHER = "https://another.example/metadata"
# Where an answer is sent to that should be sent to us.
ASTRAY = {"destination": "https://another.example/", "beside": "{there}else/"}

type Keys = tuple[str, str]


def certify(folder: Path, name: str) -> Keys:
    """Make a key and its certificate."""
    key, certificate = str(folder / f"{name}.key"), str(folder / f"{name}.pem")
    kind = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Test", "-days", "2"]
    where = ["-keyout", key, "-out", certificate]
    subprocess.run(  # noqa: S603 - the words are ours
        ["openssl", "req", "-x509", *kind, *where],  # noqa: S607 - the machine's own
        check=True,
        capture_output=True,
    )
    return key, certificate


class Idp:
    """The provider, and those that pretend to be it."""

    def __init__(self, base: str, asks: str, people: dict[str, Any], folder: Path) -> None:
        self.people = people
        self._base = base
        ours = Path(asks).read_text(encoding="utf-8")
        another = folder / "another.xml"
        another.write_text(re.sub('entityID="[^"]*"', f'entityID="{ANOTHER}"', ours))
        self._known = [asks, str(another)]
        keys = certify(folder, "ours")
        self._true = self._provider(keys)
        self._false = {
            "key": self._provider(certify(folder, "other")),
            "issuer": self._provider(keys, name="https://sly.example/metadata"),
            "old": self._provider(keys, minutes=-10),
        }

    def _provider(self, keys: Keys, *, name: str = "", minutes: int = 5) -> Server:
        there = {"single_sign_on_service": [(f"{self._base}/sso", BINDING_HTTP_REDIRECT)]}
        policy = {"default": {"lifetime": {"minutes": minutes}, "name_form": BASIC}}
        told = {
            "entityid": name or f"{self._base}/metadata",
            "key_file": keys[0],
            "cert_file": keys[1],
            "xmlsec_binary": shutil.which("xmlsec1"),
            "metadata": {"local": self._known},
            "service": {"idp": {"endpoints": there, "policy": policy}},
        }
        return Server(config=IdPConfig().load(told))

    def metadata(self) -> str:
        """Describe the provider to those who trust it."""
        return str(entity_descriptor(self._true.config))

    def answer(self, asked: dict[str, str]) -> str:
        """Answer a question with a page that posts itself, wrongly in the way that is asked for."""
        wrong = asked.get("wrong", "")
        idp = self._false.get(wrong, self._true)
        question = idp.parse_authn_request(asked["SAMLRequest"], BINDING_HTTP_REDIRECT)
        args = idp.response_args(question.message)
        there = args["destination"]
        kind = NAMEID_FORMAT_TRANSIENT if wrong == "passing" else NAMEID_FORMAT_PERSISTENT
        said = idp.create_authn_response(
            identity=self.people[asked["user"]],
            userid=asked["user"],
            authn={
                "class_ref": TIMESYNCTOKEN if wrong == "two steps" else PASSWORD,
                "authn_instant": self._signed_in_at(asked, again=_again(question), wrong=wrong),
            },
            name_id=NameID(format=kind, text=asked["user"]),
            in_response_to=None if wrong == "unasked" else args["in_response_to"],
            sp_entity_id=ANOTHER if wrong == "audience" else args["sp_entity_id"],
            destination=ASTRAY.get(wrong, "{there}").format(there=there),
            sign_response=wrong not in {"unsigned", "envelope"},
            sign_assertion=wrong not in {"unsigned", "bare"},
            sign_alg=SIG_RSA_SHA1 if wrong == "weak" else SIG_RSA_SHA256,
            digest_alg=DIGEST_SHA1 if wrong == "weak" else DIGEST_SHA256,
        )
        said = self._spoilt(str(said), wrong, asked, args["in_response_to"])
        posted = idp.apply_binding(BINDING_HTTP_POST, said, there, "", response=True)
        return "".join(posted["data"])

    def _signed_in_at(self, asked: dict[str, str], *, again: bool, wrong: str) -> int:
        """Give when somebody has signed in: now, unless they had before and are let through."""
        is_asked_again = again and wrong != "deaf"
        return int(time.time()) - (0 if is_asked_again else int(asked.get("ago", "0")))

    def _spoilt(self, said: str, wrong: str, asked: dict[str, str], question: str) -> str:
        """Change what was signed, or the envelope around it that was not."""
        if wrong == "changed":
            return said.replace(f">{asked['user']}<", ">somebody else<")
        if wrong == "envelope":
            return said.replace(question, asked["pretend"], 1)
        return said


def _again(question: Any) -> bool:
    """Say whether somebody has to sign in again who has done so before."""
    return str(question.message.force_authn).lower() in {"true", "1"}


class Pages(BaseHTTPRequestHandler):
    """What is asked and answered over HTTP."""

    idp: Idp

    def log_message(self, *_words: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Give the metadata, the page that asks for a login, or the answer."""
        url = urlsplit(self.path)
        asked = dict(parse_qsl(url.query))
        if url.path == "/metadata":
            self._say(self.idp.metadata(), "application/samlmetadata+xml")
        elif asked.get("user") in self.idp.people:
            self._say(self.idp.answer(asked), "text/html")
        else:
            hidden = "".join(
                f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
                for name, value in asked.items()
            )
            self._say(PAGE.format(hidden=hidden), "text/html")

    def _say(self, words: str, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(words.encode())


def main() -> None:
    """Serve until standard input closes."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--metadata", required=True)
    asked.add_argument("--people", default="{}")
    words = asked.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="tabard-saml-") as folder,
        ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server,
    ):
        base = f"http://127.0.0.1:{server.server_port}"
        Pages.idp = Idp(base, words.metadata, json.loads(words.people), Path(folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told = {"base": base, "metadata": Pages.idp.metadata()}
        print(f"READY {json.dumps(told)}", flush=True)  # noqa: T201 - whoever started us waits for it
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
