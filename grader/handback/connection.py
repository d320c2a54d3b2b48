"""One connection to a mail server, and what became of each mail that was given to it."""

import re
import select
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import NoReturn

from grader.errors import GraderError
from grader.handback.ledger import State
from grader.handback.mail import Mail, content_of, envelope
from grader.handback.smtp_server import PASSWORD, PLACE, Security, Server
from grader.text import one_line

TIMEOUT = 60.0  # seconds for one answer of the server
CLOSING = 421  # the server closes the connection, after so many mails say
TOO_LARGE = 552
DOTS = re.compile(rb"(?m)^\.")


class ServerUnusable(GraderError):
    """The server cannot be used for any mail: it is down, or refuses login, sender or encryption."""


class ConnectionLost(Exception):
    """The connection ended before the server could have the mail."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail, and what the server said."""

    state: State
    said: str = ""


class Connection:
    """An open connection, to be closed by `close`.

    Args:
        server: the server.

    Raises:
        ServerUnusable: it cannot be reached, or refuses encryption or login.
    """

    smtp: smtplib.SMTP

    def __init__(self, server: Server) -> None:
        self.server = server
        try:
            self._open()
        except ssl.SSLError as error:
            why = getattr(error, "verify_message", "") or error.reason or str(error)
            self._refuse(f"no safe connection ({why})", "Use the name in the server's certificate, or ask its owners.")
        except smtplib.SMTPAuthenticationError as error:
            self._refuse(
                f"login refused ({_said(error.smtp_code, error.smtp_error)})", f"Check {PLACE} and {PASSWORD}."
            )
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self._refuse(f"it cannot be used ({_reason(error)})", f"Is it running, and is {PLACE} right?")

    def _open(self) -> None:
        host, port = self.server.host, self.server.port
        if self.server.security is Security.TLS:
            self.smtp = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        else:
            self.smtp = smtplib.SMTP(host, port, timeout=TIMEOUT)
        if self.server.security is Security.STARTTLS:
            self.smtp.starttls(context=ssl.create_default_context())
        self.smtp.ehlo_or_helo_if_needed()
        if self.smtp.sock:  # else the sign that ends a mail waits 40 ms for the answer to what came before it
            self.smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.server.user:
            self.smtp.login(self.server.user, self.server.password)

    def _refuse(self, what: str, remedy: str) -> NoReturn:
        if smtp := getattr(self, "smtp", None):
            smtp.close()
        what = self.server.without_password(one_line(what))
        raise ServerUnusable(self.server.shown, what.rstrip("."), remedy) from None

    def send(self, mail: Mail, message: EmailMessage, before_end: Callable[[], None]) -> Outcome:
        """Give one mail to the server.

        Args:
            mail: whom it is from and goes to.
            message: its content.
            before_end: called when everything but the sign that ends the mail has been sent: up to then, the server
                does not have the mail, and afterwards it may.

        Raises:
            ConnectionLost: the server does not have it, because it ended the connection.
            ServerUnusable: the server takes nothing from this sender.
        """
        content = content_of(message)
        if mail.international and not self.smtp.has_extn("smtputf8"):
            return Outcome(State.REFUSED, "this server takes only ASCII addresses")
        limit = int(self.smtp.esmtp_features.get("size", "") or 0) if self.smtp.does_esmtp else 0
        if 0 < limit < len(content):
            return Outcome(State.REFUSED, f"{len(content):,} bytes, and this server takes {limit:,}")
        try:
            if refused := self._addressed(mail, len(content)):
                return refused
            self.smtp.send(DOTS.sub(b"..", content))
            self._require_silence()
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self.smtp.close()
            raise ConnectionLost(_reason(error)) from error
        before_end()
        try:
            self.smtp.send(b".\r\n")
            code, said = self.smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.smtp.close()
            return Outcome(State.SENDING, f"no confirmation ({_reason(error)})")
        if 200 <= code < 300:
            return Outcome(State.SENT, _said(code, said))
        if code >= 400:
            return self._outcome(code, said) or Outcome(State.SENDING)
        return Outcome(State.SENDING, f"no confirmation ({_said(code, said)})")

    def _require_silence(self) -> None:
        """Make sure that the server waits for the end: what it sends now is that it has ended the connection.

        Raises:
            SMTPServerDisconnected: it has.
        """
        if self.smtp.sock and select.select([self.smtp.sock], [], [], 0)[0]:
            raise smtplib.SMTPServerDisconnected("Connection ended by the server in the middle of the mail")

    def _addressed(self, mail: Mail, size: int) -> Outcome | None:
        """Name sender and recipient, and begin the mail; return what became of it if it ends with that."""
        options = [f"SIZE={size}"] if self.smtp.has_extn("size") else []
        options += ["SMTPUTF8", "BODY=8BITMIME"] if mail.international else []
        code, said = self.smtp.mail(envelope(mail.sender), options)
        if code >= 500 and code != TOO_LARGE:
            what = f"it takes no mail from {envelope(mail.sender)} ({_said(code, said)})"
            raise ServerUnusable(self.server.shown, what, "Correct c.HandBack.sender, or log in.")
        if refused := self._outcome(code, said):
            return refused
        if refused := self._outcome(*self.smtp.rcpt(envelope(mail.recipient))):
            return refused
        code, said = self.smtp.docmd("data")
        if code == 354:
            return None
        return self._outcome(code, said) or Outcome(State.POSTPONED, _said(code, said))

    def _outcome(self, code: int, said: bytes) -> Outcome | None:
        """Return what a refusal means for a mail; None of consent.

        Raises:
            ConnectionLost: the server closes the connection.
        """
        if 200 <= code < 400:
            return None
        if code in (CLOSING, -1):
            self.smtp.close()
            raise ConnectionLost(_said(code, said))
        with suppress(OSError, smtplib.SMTPException):
            self.smtp.rset()
        return Outcome(State.REFUSED if code >= 500 else State.POSTPONED, _said(code, said))

    def close(self) -> None:
        """End the connection."""
        with suppress(OSError, smtplib.SMTPException):
            self.smtp.quit()
        self.smtp.close()


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return one_line(f"{code} {text}", 200)


def _reason(error: Exception) -> str:
    """Return why something failed, without the marks of Python's own exceptions."""
    if isinstance(error, OSError) and error.strerror:
        return one_line(error.strerror)
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return one_line(str(error) or type(error).__name__)
