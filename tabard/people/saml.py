"""Asks a SAML 2.0 identity provider who somebody is, and believes what it has signed for us."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import xmlsec
from lxml.etree import LxmlError
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from tabard.people.sign_on import Said, not_believed

log = logging.getLogger(__name__)

# Characters; an answer with hundreds of groups has 60,000.
LONGEST = 300_000
UNREADABLE = (OneLogin_Saml2_Error, LxmlError, xmlsec.Error, ValueError, KeyError, TypeError)
# Another one every time, so nobody is known by it again.
PASSING = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
# In the place of groups, when there are too many to send.
TOO_MANY = "http://schemas.microsoft.com/claims/groups.link"
STEPS = "http://schemas.microsoft.com/claims/authnmethodsreferences"

Wrong = OneLogin_Saml2_ValidationError
WHY = {
    Wrong.WRONG_AUDIENCE: "it was made for another service",
    Wrong.WRONG_DESTINATION: "it was sent to another place",
    Wrong.WRONG_ISSUER: "it comes from somebody else",
    Wrong.ASSERTION_EXPIRED: "it is too old",
    Wrong.SESSION_EXPIRED: "it is too old",
    Wrong.ASSERTION_TOO_EARLY: "it comes from the future",
    Wrong.WRONG_SUBJECTCONFIRMATION: "it is too old, or was made for another sign-in",
    Wrong.NO_SIGNATURE_FOUND: "it is not signed",
    Wrong.NO_SIGNED_ASSERTION: "it is not signed",
    Wrong.INVALID_SIGNATURE: "its signature is wrong",
    Wrong.STATUS_CODE_IS_NOT_SUCCESS: "it says that you were not let in",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A proved answer: who it is, which question it answers, and what it is called until when."""

    said: Said
    question: str
    name: str
    until: datetime


class Saml:
    """One identity provider, as the operator has described it, and what can be asked of it."""

    def __init__(self, settings: Mapping[str, Any], *, entity_id: str, back: str) -> None:
        self._settings = settings
        self._back = back
        self._config = _config(settings["idp"], entity_id=entity_id, back=back)

    def way_there(self, *, afresh: bool = False) -> tuple[str, str]:
        """Give the address to which a person goes to sign in, and what the question is called.

        Afresh: even if they have done so there.
        """
        asking = OneLogin_Saml2_Auth(self._request(), old_settings=self._config)
        there = asking.login(return_to=self._back, force_authn=afresh)
        return there, asking.get_last_request_id()

    def metadata(self) -> bytes:
        """Describe ourselves to the identity provider."""
        told = OneLogin_Saml2_Settings(self._config, sp_validation_only=True).get_sp_metadata()
        return told if isinstance(told, bytes) else str(told).encode()

    def prove(self, given: str, *, provider: str) -> Answer:
        """Give what an answer says, if every part of it holds; whether we asked, shows later."""
        if not given or len(given) > LONGEST:
            raise not_believed("it is empty or far too long", len(given))
        try:
            response = OneLogin_Saml2_Response(OneLogin_Saml2_Settings(self._config), given)
            response.is_valid(self._request(), raise_exceptions=True)
            return self._answer(response, provider)
        except Wrong as wrong:
            raise not_believed(WHY.get(wrong.code, "it is not in order"), wrong) from wrong
        except UNREADABLE as wrong:
            raise not_believed("it cannot be read", wrong) from wrong

    def _answer(self, response: Any, provider: str) -> Answer:
        if self._config["sp"]["entityId"] not in response.get_audiences():
            raise not_believed("it was made for another service", "no audience")
        question = _question(response, self._back)
        ends = response.get_assertion_not_on_or_after()
        if not question or not ends:
            raise not_believed("nobody here has asked for it, or it has no end", question)
        return Answer(
            said=self._said(response, provider),
            question=question,
            name=response.get_assertion_id(),
            until=datetime.fromtimestamp(ends, tz=UTC),
        )

    def _said(self, response: Any, provider: str) -> Said:
        told = response.get_attributes()
        number = _first(told, self._settings["person_attribute"])
        if response.get_nameid_format() == PASSING:
            raise not_believed("it calls you by another name every time", PASSING)
        return Said(
            provider=provider,
            uid=response.get_nameid(),
            directory_id=number or response.get_nameid(),
            email=_first(told, self._settings["email_attribute"]),
            groups=self._groups(told),
            steps=frozenset([*response.get_authn_contexts(), *told.get(STEPS, [])]),
            tells_number=bool(number),
            shown_at=_shown_at(response),
        )

    def _groups(self, told: Mapping[str, list[str]]) -> frozenset[str] | None:
        name = self._settings["groups_attribute"]
        if not name:
            return None
        if TOO_MANY in told:
            log.warning("The sign-on has more groups than it sends: have it send fewer")
            return None
        return frozenset(filter(None, told[name])) if name in told else None

    def _request(self) -> dict[str, Any]:
        """Say where we are, by what the operator says and not by what a visitor does."""
        here = urlsplit(self._back)
        https = "on" if here.scheme == "https" else "off"
        place = {"http_host": here.netloc, "script_name": here.path}
        return {"https": https, **place, "get_data": {}, "post_data": {}}


def _question(response: Any, back: str) -> str:
    """Give what was asked, by the part that is signed, and not by the envelope around it."""
    path = "/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
    found = response._query_assertion(path)  # noqa: SLF001 - only it keeps to what is signed
    asked = {one.get("InResponseTo", "") for one in found if one.get("Recipient") == back}
    return asked.pop() if len(asked) == 1 else ""


def _shown_at(response: Any) -> datetime:
    """Give when somebody last showed who they are; every answer that is in order says it once."""
    (one,) = response._query_assertion("/saml:AuthnStatement")  # noqa: SLF001 - as above
    told = OneLogin_Saml2_Utils.parse_SAML_to_time(one.get("AuthnInstant"))
    return datetime.fromtimestamp(told, tz=UTC)


def _first(told: Mapping[str, list[str]], name: str) -> str:
    return next(iter(told.get(name, [])), "") or ""


def _config(idp: Mapping[str, Any], *, entity_id: str, back: str) -> dict[str, Any]:
    """Write down for python3-saml what we are and what we insist on."""
    return {
        "strict": True,
        "idp": dict(idp),
        "sp": {
            "entityId": entity_id,
            "assertionConsumerService": {"url": back, "binding": Names.BINDING_HTTP_POST},
            "NameIDFormat": Names.NAMEID_PERSISTENT,
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "requestedAuthnContext": False,
            "rejectDeprecatedAlgorithm": True,
            "allowRepeatAttributeName": True,
            "signatureAlgorithm": Names.RSA_SHA256,
            "digestAlgorithm": Names.SHA256,
        },
    }
