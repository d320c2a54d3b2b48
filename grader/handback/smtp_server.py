"""The mail server as GRADER_SMTP names it; its password comes from GRADER_SMTP_PASSWORD and is never shown."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from grader.errors import CourseError

PLACE = "GRADER_SMTP"
PASSWORD = "GRADER_SMTP_PASSWORD"
FORM = "Write it like smtps://user@mail.your-university.example:465 or smtp://mail.your-university.example:587."
PORTS = {"smtps": 465, "smtp": 587}


class Security(StrEnum):
    """How a connection is kept from being read."""

    TLS = "TLS from the start"
    STARTTLS = "STARTTLS"
    NONE = "none"  # this machine only


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server.

    Attributes:
        host: its name.
        port: the port.
        security: how a connection is kept from being read.
        user: the name to log in with; empty for none.
        password: kept out of every text that this object makes.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """Its name and port, for a person."""
        return f"{self.host}:{self.port}"

    def without_password(self, text: str) -> str:
        """Return a text without the password."""
        return text.replace(self.password, "***") if self.password else text


def read_server(environment: Mapping[str, str]) -> Server:
    """Read the mail server from the environment.

    Raises:
        CourseError: it is not named, or not as it has to be.
    """
    text = environment.get(PLACE, "").strip()
    if not text:
        raise CourseError(PLACE, "this environment variable is not set, so there is no mail server", FORM)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise CourseError(PLACE, "it is not the address of a mail server", FORM) from error
    if parts.password is not None:
        raise CourseError(PLACE, "it holds a password", f"Put the password into {PASSWORD} instead.")
    rest = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in PORTS or not parts.hostname or rest or not text.isprintable() or port == 0:
        raise CourseError(PLACE, "it is not the address of a mail server", FORM)
    user, password = unquote(parts.username or ""), environment.get(PASSWORD, "")
    if user and not password:
        raise CourseError(PASSWORD, f"{PLACE} names the user {user!r}, and there is no password", f"Set {PASSWORD}.")
    if password and not user:
        raise CourseError(PLACE, f"{PASSWORD} is set, and {PLACE} names no user", FORM)
    return Server(parts.hostname, port or PORTS[parts.scheme], _security(parts.scheme, parts.hostname), user, password)


def _security(scheme: str, host: str) -> Security:
    if scheme == "smtps":
        return Security.TLS
    return Security.NONE if _is_this_machine(host) else Security.STARTTLS


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".").casefold() == "localhost"
