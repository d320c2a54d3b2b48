"""Everything that was handed in, once and as it came: ``handed-in/<assignment>/``, the evidence of every decision.

Each thing lies there under the beginning of its SHA-256, read-only, and beside it a JSON file with what only its source
knew. That file only grows: what a source said is added to what others said, so that no order of sources matters.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from grader.course import Course
from grader.errors import CourseError
from grader.storage import atomic

ROOM = "handed-in"
SHORT = 16  # hexadecimal digits of a name; more only where two things begin alike
PIECE = 2**20  # bytes
MAIL, TABLE = "mail", "table"  # kinds beside those of platforms
Facts = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing as it came.

    Attributes:
        path: where it is kept.
        kind: "mail", "table", or the name of a platform.
        digest: SHA-256 of its bytes, in hexadecimal.
        facts: what its sources said: texts by name.
    """

    path: Path
    kind: str
    digest: str
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that a person finds it by."""
        return self.path.name

    def unchanged(self) -> bool:
        """Whether its bytes are still those that came."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.digest


class Store:
    """What is kept of one assignment.

    Args:
        folder: where it is kept; made when something is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, course: Course, assignment: str) -> "Store":
        """Return the store of an assignment."""
        return cls(course.root / ROOM / assignment)

    def keep(self, content: bytes | IO[bytes], ending: str, kind: str, facts: Facts | None = None) -> Kept:
        """Keep something, unless it is kept already, and add what its source says of it.

        Args:
            content: its bytes, or a file that is read from its beginning.
            ending: of its name, "eml" for one.
            kind: what it is; the first word holds where two sources differ.
            facts: what this source says: texts by name.

        Raises:
            CourseError: nothing can be written there.
        """
        try:
            return self._kept(content, ending, kind, facts or {})
        except OSError as error:
            what = f"what was handed in cannot be kept ({error.strerror or error})"
            raise CourseError(self.folder, what, "Free space there, or make it writable; then run it again.") from error

    def _kept(self, content: bytes | IO[bytes], ending: str, kind: str, facts: Facts) -> Kept:
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = _digest(content)
        stem = digest[:SHORT]
        if _fields(self.folder / f"{stem}.json").get("sha256", (digest,)) != (digest,):
            stem = digest
        beside, path = self.folder / f"{stem}.json", self.folder / f"{stem}.{ending}"
        known = _fields(beside)
        merged = {name: set(known.get(name, ())) | set(facts.get(name, ())) for name in {*known, *facts}}
        merged |= {"sha256": {digest}, "kind": set(known.get("kind", (kind,))), "ending": {ending}}
        text = json.dumps({name: sorted(values) for name, values in sorted(merged.items())}, indent=1)
        if not beside.is_file() or beside.read_text(encoding="utf-8") != text:
            atomic.write_text(beside, text)  # before what it describes: without that it counts for nothing
        if not path.is_file():
            _write(path, content)
        return _read(beside)[0]

    def all(self) -> list[Kept]:
        """Return everything that is kept, in the order of the names."""
        found = sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []
        return [kept for path in found for kept in _read(path)]

    def unexplained(self) -> list[str]:
        """Return the names of files that lie there and are none of what is kept: a person put them there, say."""
        known = {kept.name for kept in self.all()}
        files = sorted(self.folder.glob("*.*")) if self.folder.is_dir() else []
        return [path.name for path in files if path.suffix in (".eml", ".zip") and path.name not in known]

    def sweep(self) -> None:
        """Remove what killed writers left; no other process may be writing."""
        for draft in self.folder.glob(f".*{atomic.ENDING}") if self.folder.is_dir() else ():
            draft.unlink(missing_ok=True)


def _read(beside: Path) -> list[Kept]:
    fields = _fields(beside)
    if not {"sha256", "kind", "ending"} <= fields.keys():
        return []
    (digest, *_), (kind, *_), (ending, *_) = (fields.pop(name) for name in ("sha256", "kind", "ending"))
    path = beside.with_suffix(f".{ending}")
    return [Kept(path, kind, digest, fields)] if path.is_file() else []


def _fields(beside: Path) -> dict[str, tuple[str, ...]]:
    with suppress(OSError, ValueError):
        data = json.loads(beside.read_text(encoding="utf-8"))
        if isinstance(data, dict):
            lists = {name: values for name, values in data.items() if isinstance(values, list) and values}
            return {name: tuple(map(str, values)) for name, values in lists.items()}
    return {}


def _digest(content: bytes | IO[bytes]) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    content.seek(0)
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]


def _write(path: Path, content: bytes | IO[bytes]) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}{atomic.ENDING}")
    try:
        with draft.open("wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                content.seek(0)
                shutil.copyfileobj(content, file, PIECE)
        draft.chmod(0o444)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
