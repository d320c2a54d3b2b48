"""What a source is: a mailbox, a mail server's folder, or a platform's download; told by what is inside."""

import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from grader.errors import CourseError
from grader.files.tree import files
from grader.handin import mailboxes
from grader.handin.keep import MAIL
from grader.handin.platforms import Platform

SCHEMES = ("imap", "imaps")
MOST_NAMES = 100_000  # names of an archive or a folder that are looked at
OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STORE = b"!BDN"  # what an Outlook .pst begins with


@dataclass(frozen=True, slots=True)
class Source:
    """A source, and what it is.

    Attributes:
        place: a path, or a server's address.
        kind: "mail", or the name of a platform.
        called: the same for a person.
    """

    place: str
    kind: str
    called: str

    @property
    def path(self) -> Path:
        """The path of a source that is none on a server."""
        return Path(self.place)

    @property
    def remote(self) -> bool:
        """Whether it is on a mail server."""
        return urlsplit(self.place).scheme in SCHEMES


def identify(place: str, kind: str | None, platforms: Mapping[str, Platform]) -> Source:
    """Return what a source is.

    Args:
        place: a path, or the address of a folder on a mail server.
        kind: what the person says it is, if so.
        platforms: the readers of downloads, by name.

    Raises:
        CourseError: there is no such source, or it is not what it is said to be, or cannot be told.
    """
    if urlsplit(place).scheme in SCHEMES:
        if kind not in (None, MAIL):
            what = f"this is a mail server's folder, not {kind}"
            raise CourseError(place, what, "Leave --from out, or say --from mail.")
        return Source(place, MAIL, "a folder on a mail server")
    path = Path(place)
    if not os.path.lexists(path):
        raise CourseError(place, "there is no such file or folder", "Check the path.")
    called = _mail(path)
    names = [] if called else _names(path)
    fitting = [platform for platform in platforms.values() if names and platform.fits(names)]
    if kind == MAIL:
        if not called:
            remedy = (
                "Give the mails alone, folder/*.eml for one; or leave --from out to have it told by what is inside."
            )
            raise CourseError(place, "it is no mailbox, and no folder of mails alone", remedy)
        return Source(place, MAIL, called)
    if kind is not None:
        return _said(place, kind, called, fitting, platforms)
    if called:
        return Source(place, MAIL, called)
    if len(fitting) == 1:
        return Source(place, fitting[0].NAME, fitting[0].CALLED)
    what = " or ".join(platform.CALLED for platform in fitting)
    what = f"it may be from {what}" if fitting else "nothing tells what it is"
    raise CourseError(place, what, f"Say it with --from: {_known(platforms)}.")


def _said(place: str, kind: str, called: str, fitting: Sequence[Platform], platforms: Mapping[str, Platform]) -> Source:
    """Return a source of the kind that a person says, unless it is clearly another."""
    chosen = platforms[kind]
    others = [platform.CALLED for platform in fitting if platform is not chosen]
    if called or (others and chosen not in fitting):
        what = f"this is {called}" if called else f"this looks like a download of {others[0]}"
        remedy = "Leave --from out to have it told by what is inside."
        raise CourseError(place, f"{what}, not of {chosen.CALLED}", remedy)
    return Source(place, kind, chosen.CALLED)


def _known(platforms: Mapping[str, Platform]) -> str:
    return ", ".join((MAIL, *platforms))


def _mail(path: Path) -> str:
    """Return what kind of mailbox a path is, empty if it is none.

    Raises:
        CourseError: it is one of Outlook's own, or cannot be read.
    """
    try:
        if path.is_dir():
            return _mail_folder(path)
        with path.open("rb") as file:
            beginning = file.read(mailboxes.PIECE)
        if zipfile.is_zipfile(path):
            return "a zip of mails" if _all_mails(_names(path)) else ""
    except OSError as error:
        raise CourseError(path, f"it cannot be read ({error.strerror})", "Check the permissions.") from error
    if beginning.startswith((OUTLOOK, STORE)):
        raise CourseError(path, "it is in Outlook's own form", "Save the mails as .eml or as an mbox file.")
    if mailboxes.is_mbox(beginning):
        return "an mbox file"
    return "a mail" if mailboxes.is_mail(beginning) or path.suffix.lower() == ".eml" else ""


def _mail_folder(path: Path) -> str:
    if mailboxes.is_maildir(path):
        return "a Maildir"
    return "a folder of mails" if _all_mails(_names(path)) else ""


def _all_mails(names: Sequence[str]) -> bool:
    wanted = [name for name in names if not Path(name).name.startswith(".") and not name.endswith("/")]
    return bool(wanted) and all(name.lower().endswith((".eml", ".mbox", ".msg")) for name in wanted)


def _names(path: Path) -> list[str]:
    """Return the names inside an archive or a folder, or a file's own."""
    if path.is_dir():
        return sorted(_below(path))
    if not zipfile.is_zipfile(path):
        return [path.name]
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()[:MOST_NAMES]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CourseError(path, f"the zip cannot be read ({error})", "Download it again.") from error


def _below(path: Path) -> Iterator[str]:
    return (os.path.relpath(found, path) for found, _ in islice(files(path), MOST_NAMES))
