"""SAML answers that are signed, and wrapped so that something else is read: nobody comes in by one.

The eight ways are those of Somorovsky et al., On Breaking SAML: Be Whoever You Want to Be (2012).
"""

import base64
import copy
from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from lxml import etree

from tabard.people.models import Person
from tests import make
from tests.saml import BACK, sign_in_at, told_of

pytestmark = pytest.mark.django_db
SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
PROTOCOL = "{urn:oasis:names:tc:SAML:2.0:protocol}"
SIGNED = "{http://www.w3.org/2000/09/xmldsig#}"
VICTIM = "the chief executive"

type Tree = Any


@pytest.fixture(autouse=True)
def _council_has_sign_on(saml_provider, settings, monkeypatch):
    make.council()
    cache.clear()
    settings.SOCIALACCOUNT_PROVIDERS = told_of(saml_provider, monkeypatch)
    settings.LOGIN_REDIRECT_URL = "mfa_index"
    settings.PUBLIC_URL = "http://localhost:8000"


def known(uid: str) -> Person:
    person = make.person()
    app = django_settings.SOCIALACCOUNT_PROVIDERS["saml"]["APPS"][0]
    SocialAccount.objects.create(user=person, uid=uid, provider=app["provider_id"])
    return person


def evil(tree: Tree, name: str = "evil") -> Tree:
    """Copy an element for the victim, without its own signature."""
    forged = copy.deepcopy(tree)
    forged.set("ID", name)
    for signature in forged.findall(f"{SIGNED}Signature"):
        forged.remove(signature)
    for inner in forged.iter(f"{SAML}NameID"):
        inner.text = VICTIM
    return forged


def bare(tree: Tree) -> Tree:
    """Copy an element without its own signature, as it was when it was signed."""
    plain = copy.deepcopy(tree)
    for signature in plain.findall(f"{SIGNED}Signature"):
        plain.remove(signature)
    return plain


def parts(answer: Tree) -> tuple[Tree, Tree]:
    assertion = answer.find(f"{SAML}Assertion")
    return assertion, assertion.find(f"{SIGNED}Signature")


def hidden(signature: Tree, original: Tree) -> None:
    etree.SubElement(signature, f"{SIGNED}Object").append(original)


def whole_inside(answer: Tree) -> Tree:
    """1: the signed answer stands inside the signature of the forged one."""
    forged = evil(answer)
    signature = copy.deepcopy(answer.find(f"{SIGNED}Signature"))
    hidden(signature, bare(answer))
    forged.insert(1, signature)
    return forged


def whole_beside(answer: Tree) -> Tree:
    """2: the signed answer stands beside its signature in the forged one."""
    forged = evil(answer)
    forged.insert(1, copy.deepcopy(answer.find(f"{SIGNED}Signature")))
    forged.insert(2, bare(answer))
    return forged


def before(answer: Tree) -> Tree:
    """3: a forged assertion stands before the signed one."""
    assertion, _ = parts(answer)
    assertion.addprevious(evil(assertion))
    return answer


def around(answer: Tree) -> Tree:
    """4: a forged assertion stands around the signed one."""
    assertion, _ = parts(answer)
    forged = evil(assertion)
    assertion.addprevious(forged)
    forged.append(assertion)
    return answer


def signature_moved(answer: Tree) -> Tree:
    """5: the signature stands in the forged assertion, what it signs after it."""
    assertion, signature = parts(answer)
    forged = evil(assertion)
    forged.insert(1, copy.deepcopy(signature))
    plain = bare(assertion)
    assertion.getparent().replace(assertion, forged)
    answer.append(plain)
    return answer


def in_signature(answer: Tree) -> Tree:
    """6: the forged assertion has the signature, and that has what it signs in it."""
    assertion, signature = parts(answer)
    forged, moved = evil(assertion), copy.deepcopy(signature)
    moved.append(bare(assertion))
    forged.insert(1, moved)
    assertion.getparent().replace(assertion, forged)
    return answer


def in_extensions(answer: Tree) -> Tree:
    """7: the forged assertion stands in an extension, where schemas let anything by."""
    assertion, _ = parts(answer)
    extensions = etree.Element(f"{PROTOCOL}Extensions")
    extensions.append(evil(assertion))
    answer.insert(1, extensions)
    return answer


def in_object(answer: Tree) -> Tree:
    """8: what is signed stands in an object of the signature in the forged assertion."""
    assertion, signature = parts(answer)
    forged, moved = evil(assertion), copy.deepcopy(signature)
    hidden(moved, bare(assertion))
    forged.insert(1, moved)
    assertion.getparent().replace(assertion, forged)
    return answer


WAYS = [
    whole_inside,
    whole_beside,
    before,
    around,
    signature_moved,
    in_signature,
    in_extensions,
    in_object,
]


def one_name(way: Callable[[Tree], Tree]) -> Callable[[Tree], Tree]:
    """Give what is forged the ID of what is signed."""

    def wrapped(answer: Tree) -> Tree:
        original = {answer.get("ID"), parts(answer)[0].get("ID")}
        forged = way(answer)
        for tree in forged.iter():
            if isinstance(tree.tag, str) and tree.get("ID") == "evil":
                tree.set("ID", next(iter(original - {forged.get("ID")}), "evil"))
        return forged

    return wrapped


def bring(client: Client, saml_provider: Any, way: Callable[[Tree], Tree]) -> Any:
    signed = sign_in_at(saml_provider, client.get("/sign-in/council/").url)
    forged = etree.tostring(way(etree.fromstring(base64.b64decode(signed))))
    sent = Client().post(BACK, {"SAMLResponse": base64.b64encode(forged).decode()})
    return client.get(sent.url, follow=True) if sent.status_code == 302 else sent


def test_what_is_not_wrapped_comes_in(client, saml_provider):
    person = known("ada")

    bring(client, saml_provider, lambda answer: answer)

    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("way", WAYS + [one_name(way) for way in WAYS])
def test_nobody_comes_in_by_a_wrapped_answer(client, saml_provider, way):
    victim = known(VICTIM)
    known("ada")

    page = bring(client, saml_provider, way)

    assert client.session.get("_auth_user_id") != str(victim.pk)
    assert page.status_code == 400


def test_a_comment_cuts_nobodys_name_short(client, saml_provider):
    short, whole = known("ad"), known("ada")

    def commented(answer: Tree) -> Tree:
        (name,) = answer.iter(f"{SAML}NameID")
        name.text = "ad"
        name.append(etree.Comment("x"))
        name[0].tail = "a"
        return answer

    bring(client, saml_provider, commented)

    assert client.session.get("_auth_user_id") in {None, str(whole.pk)}
    assert client.session.get("_auth_user_id") != str(short.pk)


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/"])
def test_nobody_is_led_out_of_here(client, saml_provider, there):
    known("ada")
    way_there = client.get("/sign-in/council/", {"next": there}).url

    sent = Client().post(BACK, {"SAMLResponse": sign_in_at(saml_provider, way_there)})
    page = client.get(sent.url, follow=True)

    assert page.redirect_chain == [("/security/", 302)]


def test_a_reviewer_without_a_second_step_is_led_to_one(client, saml_provider):
    person = known("ada")
    Person.objects.filter(pk=person.pk).update(roles=["reviewer"])

    bring(client, saml_provider, lambda answer: answer)

    assert client.get("/notices/").url.startswith("/security/second-step/")


def test_too_many_answers_from_one_address_have_to_wait(settings):
    settings.DOOR_RATE_LIMITS = {**settings.DOOR_RATE_LIMITS, "saml_answer": "2/m/ip"}

    pages = [Client().post(BACK, {"SAMLResponse": "x"}).status_code for _ in range(3)]

    assert pages == [400, 400, 429]
