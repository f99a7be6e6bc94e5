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


class WrongKeyError(Exception):
    """The sealed bytes do not open with this key in this place."""


def seal(secret: bytes, *, place: str) -> bytes:
    """Encrypt a secret for the one place where it belongs."""
    data_key = AESGCM.generate_key(256)
    outer, inner = os.urandom(NONCE), os.urandom(NONCE)
    context = VERSION + place.encode()
    wrapped = AESGCM(_wrapping_key()).encrypt(outer, data_key, context)
    return VERSION + outer + wrapped + inner + AESGCM(data_key).encrypt(inner, secret, context)


def unseal(sealed: bytes, *, place: str) -> bytes:
    """Decrypt a secret, or raise WrongKeyError if it was altered or moved or the key is another."""
    context = sealed[:1] + place.encode()
    outer, rest = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    wrapped, inner, text = rest[:WRAPPED], rest[WRAPPED : WRAPPED + NONCE], rest[WRAPPED + NONCE :]
    try:
        data_key = AESGCM(_wrapping_key()).decrypt(outer, wrapped, context)
        return AESGCM(data_key).decrypt(inner, text, context)
    except (InvalidTag, ValueError) as error:
        raise WrongKeyError(
            "A stored secret does not open. Check TABARD_WRAPPING_KEY; if the key is lost, every "
            "account has to be connected again."
        ) from error


def _wrapping_key() -> bytes:
    return base64.b64decode(settings.WRAPPING_KEY)
