"""Where a folder of a mail server is."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from grader.errors import CourseError

PASSWORD = "GRADER_IMAP_PASSWORD"  # the environment variable
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a folder of a mail server is: ``imaps://ada@mail.example.org/INBOX``."""

    host: str
    port: int
    user: str
    folder: str
    encrypted: bool

    @classmethod
    def of(cls, text: str) -> "Address":
        """Read an address.

        Raises:
            CourseError: it is none, holds a password, or would send one in the clear.
        """
        example = "Write it like imaps://ta-one%40example.org@mail.example.org/INBOX."
        try:
            parts = urlsplit(text)
            host, port, user = parts.hostname or "", parts.port, unquote(parts.username or "")
        except ValueError as error:
            raise CourseError(text, f"it is no address of a mail server's folder ({error})", example) from error
        folder = unquote(parts.path.strip("/")) or "INBOX"
        shown = f"{parts.scheme}://{host}/{folder}"
        if parts.password is not None:
            raise CourseError(shown, "it holds a password, which others could see", f"Set {PASSWORD} instead.")
        if not host or not user:
            raise CourseError(shown, "it names no user or no server", example)
        if parts.scheme == "imap" and host not in LOCAL:
            raise CourseError(shown, "the password would be sent unencrypted", "Write imaps:// instead of imap://.")
        return cls(host, port or (993 if parts.scheme == "imaps" else 143), user, folder, parts.scheme == "imaps")

    def __str__(self) -> str:
        return f"{self.user} at {self.host}, folder {self.folder}"
