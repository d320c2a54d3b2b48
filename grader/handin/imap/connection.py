"""The connection to a mail server, and what of it may fail."""

import imaplib
import os
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from grader.errors import CourseError
from grader.handin.imap.address import PASSWORD, Address
from grader.handin.mail import headers

if TYPE_CHECKING:
    from imapclient import IMAPClient

SECONDS = 60.0  # to wait for the server
DROPS = (OSError, EOFError, imaplib.IMAP4.abort)


class Steps:
    """Tells what of the server went wrong in a block, in one line.

    Args:
        address: which folder of which server.
        what: what has failed if something does; the block may change it.
    """

    def __init__(self, address: Address, what: str) -> None:
        self.address, self.what = address, what

    def __enter__(self) -> "Steps":
        """Begin."""
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise a CourseError in place of whatever the connection raised."""
        if isinstance(error, ssl.SSLCertVerificationError):
            what = f"the server's certificate is not valid ({error.verify_message})"
            raise CourseError(self.address, what, "Check the name of the server; nothing was sent to it.") from error
        if isinstance(error, (*DROPS, imaplib.IMAP4.error)):
            what = f"{self.what} ({_reason(error)})"
            raise CourseError(self.address, what, "What came before is kept; the same command goes on.") from error


def connected(address: Address) -> "IMAPClient":
    """Log in.

    Raises:
        CourseError: no password is known, or it is refused.
    """
    password = os.environ.get(PASSWORD)
    if not password:
        raise CourseError(address, "no password is known", f"Set the environment variable {PASSWORD}.")
    try:
        from imapclient import IMAPClient
    except ModuleNotFoundError as error:
        raise CourseError(address, "IMAPClient is not installed", "Install it: pip install '.[imap]'") from error
    context = ssl.create_default_context() if address.encrypted else None
    client = IMAPClient(address.host, address.port, ssl=address.encrypted, ssl_context=context, timeout=SECONDS)
    client.normalise_times = False
    try:
        client.login(address.user, password)
    except DROPS:
        leave(client)
        raise
    except imaplib.IMAP4.error as error:
        leave(client)
        remedy = f"Check the user and {PASSWORD}; some servers want a password made for programs."
        raise CourseError(address, f"the login was refused ({_reason(error)})", remedy) from error
    return client


def leave(client: "IMAPClient") -> None:
    """Log out as far as the connection allows, and close it."""
    try:
        client.logout()
    except (*DROPS, imaplib.IMAP4.error):
        with suppress(*DROPS, imaplib.IMAP4.error):
            client.shutdown()


def opened(client: "IMAPClient", address: Address) -> str:
    """Open the folder for reading only, and return its validity.

    Raises:
        CourseError: there is no such folder.
    """
    try:
        return str(client.select_folder(address.folder, readonly=True).get(b"UIDVALIDITY", ""))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        names = [str(name) for _, _, name in client.list_folders()]
        remedy = f"Folders there: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}."
        raise CourseError(
            address, f"there is no such folder, or it cannot be opened ({_reason(error)})", remedy
        ) from error


def _reason(error: BaseException) -> str:
    if isinstance(error, socket.gaierror):
        return "no server of that name"
    if isinstance(error, TimeoutError):
        return f"no answer within {SECONDS:.0f} seconds"
    return headers.decoded(str(getattr(error, "strerror", None) or error))[:200] or type(error).__name__
