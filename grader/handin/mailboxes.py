"""Mails in files: mbox, single mails, folders of them, Maildirs; each is yielded as it lies there, none is parsed."""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from grader.errors import CourseError
from grader.files.tree import Tree, files
from grader.handin.mail.arrivals import POSTMARK
from grader.text import one_line

PIECE = 2**16  # bytes of a line that are read at a time
IN_MEMORY = 2**20  # bytes of a mail above which it is written to a file
HEADER = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
FIRST = re.compile(
    rb"(?:return-path|received|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|sender|"
    rb"reply-to|status|x-[a-z-]+|dkim-signature|authentication-results|arc-[a-z-]+|envelope-to)[ \t]*:",
    re.IGNORECASE,
)
WRITER = re.compile(rb"From +(?:\S+@\S|-|MAILER-DAEMON)")
CLOCK = re.compile(rb"\d\d:\d\d")
MAILDIR = ("cur", "new")
ENDINGS = (".eml", ".msg")


@dataclass(slots=True)
class Raw:
    """A mail as it lies in its source.

    Attributes:
        file: open; it is read from its beginning.
        facts: what the source says of it.
    """

    file: IO[bytes]
    facts: dict[str, list[str]] = field(default_factory=dict)


def is_mbox(beginning: bytes) -> bool:
    """Whether a file begins as an mbox file does."""
    first, _, rest = beginning.lstrip(b"\r\n").partition(b"\n")
    return first.startswith(b"From ") and HEADER.match(rest) is not None


def is_mail(beginning: bytes) -> bool:
    """Whether a file begins with the headers of a mail."""
    lines = beginning.replace(b"\r\n", b"\n").split(b"\n\n")[0].split(b"\n")
    named = {line.partition(b":")[0].strip().lower() for line in lines if HEADER.match(line)}
    return HEADER.match(beginning) is not None and bool({b"from", b"received", b"message-id"} & named)


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a Maildir."""
    return all((folder / name).is_dir() for name in MAILDIR)


def mails(source: Path) -> Iterator[Raw]:
    """Yield the mails of a file or of a folder.

    Raises:
        CourseError: it cannot be read.
    """
    try:
        if source.is_dir():
            yield from _folder(source)
        elif zipfile.is_zipfile(source):
            yield from _zip(source)
        else:
            with source.open("rb") as file:
                if is_mbox(file.read(PIECE)):
                    file.seek(0)
                    yield from split(file)
                else:
                    file.seek(0)
                    yield Raw(file, {"names": [source.name]})
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        what = f"its mails cannot be read ({getattr(error, 'strerror', None) or error})"
        raise CourseError(source, what, "Check the path and the permissions, or save it again.") from error


def split(file: IO[bytes]) -> Iterator[Raw]:
    """Yield the mails of an mbox file.

    A line that begins with "From " begins a mail after an empty line and before a header only: "From here on" in a
    text does not.
    """
    current, mark, blank, held = spool(), b"", True, b""
    begun, starts = False, True
    try:
        for line, following in _with_next(file):
            if blank and line.startswith(b"From ") and _begins(line, following):
                if begun:
                    yield _raw(current, mark)
                current.close()
                current, mark, blank, held, begun = spool(), line, False, b"", True
                continue
            current.write(held)
            blank, starts = starts and line in (b"\n", b"\r\n"), line.endswith(b"\n")
            held = line if blank else b""  # the empty line before the next mail is no part of this one
            if not blank:
                current.write(line)
            begun = begun or not blank
        if begun:
            yield _raw(current, mark)
    finally:
        current.close()


def _begins(line: bytes, following: bytes) -> bool:
    """Whether a line begins a mail: a header follows, and the line bears a time, or an address before a usual one."""
    if HEADER.match(following) is None:
        return following.startswith(b">From ") and CLOCK.search(line) is not None
    return CLOCK.search(line) is not None or (WRITER.match(line) is not None and FIRST.match(following) is not None)


def _with_next(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each line with the one after it; a very long line comes in pieces."""
    line = file.readline(PIECE)
    while line:
        following = file.readline(PIECE)
        yield line, following
        line = following


def spool() -> IO[bytes]:
    """Return a file that is in memory as long as it is small, and gone when it is closed."""
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


def _raw(draft: IO[bytes], mark: bytes) -> Raw:
    draft.seek(0)
    text = mark.decode("utf-8", "replace").strip()
    return Raw(draft, {POSTMARK: [text[:300]]} if text else {})


def _folder(folder: Path) -> Iterator[Raw]:
    """Yield the mails of a folder, whatever they hold; those that cannot be read are told at the end."""
    maildir = is_maildir(folder)
    left = []
    for top in [folder / name for name in MAILDIR] if maildir else [folder]:
        tree = Tree(top)
        left += [path for path in top.rglob("*") if path.is_symlink()]
        for path, _ in sorted(files(top)):
            name = str(Path(path).relative_to(top))
            try:
                with tree.open(name) as file:
                    beginning = file.read(PIECE)
                    file.seek(0)
                    if is_mbox(beginning):
                        yield from split(file)
                    elif maildir or is_mail(beginning) or name.lower().endswith(ENDINGS):
                        yield Raw(file, {} if maildir else {"names": [Path(path).name]})
            except PermissionError:
                left.append(Path(path))
    if left:
        shown = ", ".join(one_line(path.relative_to(folder), 80) for path in sorted(left)[:5])
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        remedy = "Put plain files in their place that you may read; all others are kept."
        raise CourseError(folder, f"{shown}{more} cannot be read, or lead elsewhere by a link", remedy)


def _zip(source: Path) -> Iterator[Raw]:
    with zipfile.ZipFile(source) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if info.filename.lower().endswith(".eml"):
                with archive.open(info) as file, spool() as draft:
                    while piece := file.read(PIECE):
                        draft.write(piece)
                    draft.seek(0)
                    yield Raw(draft, {"names": [Path(info.filename).name]})
