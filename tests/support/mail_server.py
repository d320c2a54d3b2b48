"""A real mail server on this machine, which refuses or delays what it is told to."""

import socket
import ssl
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

END = b"\r\n.\r\n"


@dataclass
class Received:
    """One mail as the server accepted it."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Postbox:
    """What a server accepted, and what it answers to whom.

    Attributes:
        mails: what it accepted, in order.
        at_recipient: answers to RCPT by address, each used once; accepted when there are none left.
        at_end: answers to the end of a mail by address of its recipient, likewise.
        at_sender: answers to MAIL, likewise.
        asked: how often each address was named.
        sessions: the number of connections.
        accepted: called with each mail before it is answered.
    """

    mails: list[Received] = field(default_factory=list)
    at_recipient: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    at_end: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    at_sender: list[str] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sessions: int = 0
    accepted: Callable[[Received], None] = lambda mail: None

    @property
    def addresses(self) -> list[str]:
        """The recipients of all mails, in order."""
        return [address for mail in self.mails for address in mail.recipients]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, lines: list[str]
    ) -> list[str]:
        """Count the connection."""
        self.sessions += 1
        session.host_name = name
        return lines

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL."""
        if self.at_sender:
            return self.at_sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer RCPT."""
        self.asked[address] += 1
        if self.at_recipient[address]:
            return self.at_recipient[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer the end of a mail."""
        [address] = envelope.rcpt_tos
        if self.at_end[address]:
            return self.at_end[address].pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        mail = Received(str(envelope.mail_from), list(envelope.rcpt_tos), content)
        self.mails.append(mail)
        self.accepted(mail)
        return f"250 queued as {len(self.mails)}"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def waited(done: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until something is done."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.01)
    assert done()


@contextmanager
def serving(postbox: Postbox, **options: Any) -> Iterator[int]:
    """Run a server for as long as a block lasts; yields its port."""
    port = free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def logging_in(user: str, password: str) -> Callable[..., AuthResult]:
    """An authenticator that knows one user."""

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=known, handled=False)

    return check


def certificate(folder: Path, name: str) -> Path:
    """Make a certificate for a name, which signs itself; the file holds its key too."""
    key, signed, both = folder / "key.pem", folder / "signed.pem", folder / "both.pem"
    alternative = f"subjectAltName={'IP' if name[0].isdigit() else 'DNS'}:{name}"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(signed), "-days", "2", "-subj", f"/CN={name}", "-addext", alternative]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    both.write_bytes(signed.read_bytes() + key.read_bytes())
    return both


def context_of(certificate: Path) -> ssl.SSLContext:
    """What a server encrypts with."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context
