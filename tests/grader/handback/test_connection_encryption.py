"""A password goes over a verified line only, and is never shown."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from grader.handback.connection import Connection, ServerUnusable
from grader.handback.ledger import State
from grader.handback.smtp_server import Security, Server
from tests.support.handed_back import a_mail
from tests.support.mail_server import (
    Postbox,
    certificate,
    context_of,
    logging_in,
    serving,
)

SECRET = "hunter2hunter2"
SENT = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"), "localhost")


@pytest.fixture
def trusted(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    return own


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_login_is_made_over_a_verified_line_only(trusted: Path, tmp_path: Path, security: Security) -> None:
    postbox, mail = Postbox(), a_mail(tmp_path)
    with encrypted(postbox, trusted, security) as port:
        line = Connection(Server("localhost", port, security, "ada", SECRET))
        assert line.send(mail, mail.message(SENT), lambda: None).state is State.SENT
        line.close()
        with pytest.raises(ServerUnusable, match="login refused") as raised:
            Connection(Server("localhost", port, security, "ada", "wrong-wrong"))
    assert "GRADER_SMTP_PASSWORD" in raised.value.remedy
    assert "wrong-wrong" not in str(raised.value)
    assert len(postbox.mails) == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_certificate_that_is_unknown_or_another_s_ends_it(
    own: Path, security: Security, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if host == "127.0.0.1":  # it is trusted, but names localhost
        monkeypatch.setenv("SSL_CERT_FILE", str(own))
    with (
        encrypted(Postbox(), own, security) as port,
        pytest.raises(ServerUnusable, match="no safe connection") as raised,
    ):
        Connection(Server(host, port, security, "ada", SECRET))
    assert SECRET not in str(raised.value)


def test_a_password_that_a_server_repeats_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    class Repeats(SMTP):
        async def smtp_AUTH(self, arg: str) -> None:
            await self.push(f"535 5.7.8 your password {SECRET} is wrong")

    monkeypatch.setattr(Controller, "factory", lambda self: Repeats(self.handler, **self.SMTP_kwargs))
    known = logging_in("ada", SECRET)
    with (
        serving(Postbox(), auth_require_tls=False, authenticator=known) as port,
        pytest.raises(ServerUnusable) as raised,
    ):
        Connection(Server("127.0.0.1", port, Security.NONE, "ada", SECRET))
    assert "your password *** is wrong" in str(raised.value)


def encrypted(postbox: Postbox, own: Path, security: Security) -> AbstractContextManager[int]:
    options = {"authenticator": logging_in("ada", SECRET), "auth_require_tls": security is Security.STARTTLS}
    if security is Security.TLS:
        return serving(postbox, ssl_context=context_of(own), **options)
    return serving(postbox, tls_context=context_of(own), require_starttls=True, **options)
