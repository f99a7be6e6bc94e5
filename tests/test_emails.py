"""E-mails from what happens to the mail server: through a real worker, and over real TLS."""

import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.mail import EmailMessage, mailers
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from tabard.config import outside
from tabard.notices.models import Email, EmailState
from tabard.record.actions import record
from tests import make
from tests.mail import PASSWORD, MailServer, a_mail_server
from tests.workers import wait_until, worker

SENDER = "Tabard <tabard@exampleton.example>"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "copies"), [("when_asked", 1), ("when_taken", 2)])
def test_whoever_is_suspended_hears_of_it_though_the_worker_was_killed(moment: str, copies: int):
    person = make.person()
    with transaction.atomic():
        record("accreditation suspended", concerns=[person.pk], person=person.pk, by=10**6)

    with a_mail_server() as server:
        url = f"smtp+plain://127.0.0.1:{server.port}"
        with worker(TABARD_EMAIL_URL=url, TABARD_EMAIL_FROM=SENDER) as first:

            def kill() -> None:
                setattr(server, moment, bool)
                first.kill()
                first.wait()

            setattr(server, moment, kill)
            wait_until(lambda: first.poll() is not None)
            with worker(TABARD_EMAIL_URL=url, TABARD_EMAIL_FROM=SENDER):
                wait_until(Email.objects.filter(state=EmailState.SENT).exists)

    # What was taken before it was killed is there twice, and known by its number as the same.
    email = Email.objects.get()
    assert [read["Message-ID"] for read in server.read] == [email.message_id] * copies
    assert server.read[0]["From"] == SENDER
    assert email.is_unsure


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = timezone.now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture(params=["smtps", "smtp"])
def encrypted(
    request: pytest.FixtureRequest, certificate: Path
) -> Iterator[tuple[MailServer, str]]:
    """Run a mail server that speaks TLS, from the start or once it is asked to."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    how = {"smtps": {"tls": context}, "smtp": {"starttls": context}}
    with a_mail_server(**how[request.param]) as server:
        yield server, f"{request.param}://tabard:{{}}@127.0.0.1:{server.port}"


def send(url: str) -> None:
    email = EmailMessage("Hello", "Ada", SENDER, ["ada@example.org"])
    with (
        override_settings(MAILERS={"default": outside.mailer(url)}),
        closing(mailers.default) as mailer,
    ):
        mailer.send_messages([email])


def test_emails_go_encrypted_to_a_server_whose_certificate_holds(
    encrypted: tuple[MailServer, str], certificate: Path, monkeypatch: pytest.MonkeyPatch
):
    server, url = encrypted
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    send(url.format(PASSWORD.replace(" ", "%20")))

    assert server.recipients == ["ada@example.org"]


def test_nothing_goes_to_a_server_whose_certificate_does_not_hold(
    encrypted: tuple[MailServer, str],
):
    server, url = encrypted

    with pytest.raises(ssl.SSLCertVerificationError):
        send(url.format("hush"))

    assert server.taken == []


def test_nothing_goes_in_the_clear_where_encryption_was_asked_for():
    with a_mail_server() as server, pytest.raises(OSError, match="STARTTLS"):
        send(f"smtp://tabard:hush@127.0.0.1:{server.port}")

    assert server.taken == []
