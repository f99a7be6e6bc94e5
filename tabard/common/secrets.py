"""Secrets at rest: AES-256-GCM under a data key each, which a key from outside wraps.

Sealed bytes are: version (1), nonce (12), wrapped data key (48), nonce (12), ciphertext and tag.
The associated data names the place where they belong, so that a row copied onto another one does
not open (NIST SP 800-38D, section 5.1.1).
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"\x01"
NONCE = 12
WRAPPED = 48
# What comes before the secret itself: all that changes when it is wrapped anew.
HEAD = 1 + NONCE + WRAPPED
DOES_NOT_OPEN = (
    "A stored secret does not open. Check TABARD_WRAPPING_KEY; if the key is lost, every account "
    "has to be connected again."
)


class WrongKeyError(Exception):
    """The sealed bytes do not open with this key in this place."""


def seal(secret: bytes, *, place: str) -> bytes:
    """Encrypt a secret for the one place where it belongs."""
    data_key = AESGCM.generate_key(256)
    outer, inner = os.urandom(NONCE), os.urandom(NONCE)
    context = VERSION + place.encode()
    wrapped = AESGCM(_keys()[0]).encrypt(outer, data_key, context)
    return VERSION + outer + wrapped + inner + AESGCM(data_key).encrypt(inner, secret, context)


def unseal(sealed: bytes, *, place: str) -> bytes:
    """Decrypt a secret, or raise WrongKeyError if it was altered or moved or the key is another."""
    context = sealed[:1] + place.encode()
    outer, rest = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    wrapped, inner, text = rest[:WRAPPED], rest[WRAPPED : WRAPPED + NONCE], rest[WRAPPED + NONCE :]
    data_key, _ = _unwrapped(outer, wrapped, context)
    try:
        return AESGCM(data_key).decrypt(inner, text, context)
    except (InvalidTag, ValueError) as error:
        raise WrongKeyError(DOES_NOT_OPEN) from error


def wrapped_anew(sealed: bytes, *, place: str) -> bytes | None:
    """Wrap the key of a secret with the key of today; None says that it is, the rest stays."""
    context = sealed[:1] + place.encode()
    outer, wrapped = sealed[1 : 1 + NONCE], sealed[1 + NONCE : HEAD]
    data_key, key = _unwrapped(outer, wrapped, context)
    if key == _keys()[0]:
        return None
    nonce = os.urandom(NONCE)
    return sealed[:1] + nonce + AESGCM(_keys()[0]).encrypt(nonce, data_key, context) + sealed[HEAD:]


def is_same(one: bytes, other: bytes) -> bool:
    """Say whether two are the same sealed secret, by whichever key each is wrapped."""
    return one[HEAD:] == other[HEAD:]


def _unwrapped(nonce: bytes, wrapped: bytes, context: bytes) -> tuple[bytes, bytes]:
    """Give a data key, and which of our keys has wrapped it."""
    for key in _keys():
        try:
            return AESGCM(key).decrypt(nonce, wrapped, context), key
        except (InvalidTag, ValueError):
            continue
    raise WrongKeyError(DOES_NOT_OPEN)


def _keys() -> list[bytes]:
    """Give the key that wraps today, and those that have."""
    return [base64.b64decode(key) for key in (settings.WRAPPING_KEY, *settings.OLD_WRAPPING_KEYS)]
