"""A git clone that nobody trusts: its commits and their files, read without checking anything out."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError, GraderError
from grader.handin.git_objects import MOST, lay_out, run
from grader.storage import scratch

MAX_COMMITS = 5000
LISTING = 8 * 2**20  # bytes of the list of a commit's files
HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
UNSAFE = ("", "objects", "objects/info", "objects/pack", "refs", "HEAD", "packed-refs", "shallow")  # if they are links


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, and when its author's computer says that it was made: seconds since 1970."""

    hash: str
    at: int


@dataclass(frozen=True, slots=True)
class Blob:
    """One entry of a commit's tree: ``kind`` is "file", "link" or "submodule"."""

    name: str
    kind: str
    hash: str
    size: int


def git_folder(folder: Path) -> Path | None:
    """Return where a clone keeps its objects, None if a folder is no clone; a bare one is its own."""
    for place in (folder / ".git", folder):
        if place.is_dir() and (place / "HEAD").is_file() and (place / "objects").is_dir():
            return place
    return folder / ".git" if os.path.lexists(folder / ".git") else None


class Clone:
    """A clone, open for reading. Every method raises GraderError where the clone cannot be read.

    Args:
        git: its git folder.
        scratch: an empty folder.
    """

    def __init__(self, git: Path, scratch: Path) -> None:
        self.git, self.scratch = git, scratch
        self.branch, self.head = self._head()
        self.shallow = (git / "shallow").is_file()
        lines = self._text("shallow").split()
        lay_out(scratch, "sha256" if len(self.head) == 64 else "sha1", [line for line in lines if HASH.fullmatch(line)])

    def commits(self) -> list[Commit]:
        """Return the commits that led to what is checked out, the last first, without those of merged branches."""
        arguments = ("rev-list", "--first-parent", "--timestamp", f"--max-count={MAX_COMMITS}", self.head)
        lines = self._run(*arguments).decode("ascii", "replace").splitlines()
        return [Commit(found, int(at)) for at, _, found in (line.partition(" ") for line in lines)]

    def files(self, commit: Commit) -> list[Blob]:
        """Return all that a commit holds."""
        kinds = {"120000": "link", "160000": "submodule"}
        found = []
        for line in self._run("ls-tree", "-r", "-z", "-l", "--full-tree", commit.hash, most=LISTING).split(b"\0")[:-1]:
            about, _, name = line.partition(b"\t")
            mode, _, digest, size = about.decode("ascii").split()
            kind = kinds.get(mode, "file")
            found.append(Blob(name.decode("utf-8", "replace"), kind, digest, int(size) if size.isdigit() else 0))
        return found

    def contents(self, blobs: list[Blob]) -> Iterator[tuple[Blob, bytes]]:
        """Yield files with their contents, as they were committed."""
        asked = "".join(f"{blob.hash}\n" for blob in blobs).encode("ascii")
        most = sum(blob.size + 200 for blob in blobs)
        said = memoryview(self._run("cat-file", "--batch", asked=asked, most=most))
        at = 0
        for blob in blobs:
            head = f"{blob.hash} blob {blob.size}\n".encode("ascii")
            if bytes(said[at : at + len(head)]) != head:
                raise _unreadable(f"{blob.name} is missing from the clone", "Clone it again, whole.")
            at += len(head)
            yield blob, bytes(said[at : at + blob.size])
            at += blob.size + 1

    def others(self) -> list[str]:
        """Return the branches whose last commit is not the one that is checked out, those of the server among them."""
        found = {name for name, digest in self._refs().items() if digest != self.head}
        return sorted(name for name in found if not name.endswith("/HEAD"))

    def _head(self) -> tuple[str, str]:
        """Return the branch that is checked out, empty if there is none, and its commit."""
        for part in UNSAFE:
            if (self.git / part).is_symlink():
                raise _unreadable(f"{part or '.git'} is a link to something else")
        if not self.git.is_dir():
            raise _unreadable("its .git is a file that points elsewhere")
        if (self.git / "objects" / "info" / "alternates").exists():
            raise _unreadable("it borrows objects of another repository", "Clone it again, without --shared.")
        said = self._text("HEAD").strip()
        branch = said.removeprefix("ref: ") if said.startswith("ref: ") else ""
        digest = self._refs().get(branch, "") if branch else said
        if branch and not digest:
            raise _unreadable(f"it has no commit on {branch.removeprefix('refs/heads/')}")
        if not HASH.fullmatch(digest):
            raise _unreadable("what is checked out cannot be told")
        return branch.removeprefix("refs/heads/"), digest

    def _refs(self) -> dict[str, str]:
        """Return the commits of all branches, by their full names."""
        found = {}
        for line in self._text("packed-refs").splitlines():
            digest, _, name = line.partition(" ")
            if HASH.fullmatch(digest) and name.startswith(("refs/heads/", "refs/remotes/")):
                found[name] = digest
        for top in ("refs/heads", "refs/remotes"):
            for folder, _, names in os.walk(self.git / top):
                for name in names:
                    path = Path(folder, name).relative_to(self.git)
                    if HASH.fullmatch(digest := self._text(str(path)).strip()):
                        found[path.as_posix()] = digest
        return found

    def _text(self, name: str) -> str:
        path = self.git / name
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(MOST).decode("utf-8", "replace")

    def _run(self, *arguments: str, asked: bytes = b"", most: int = MOST) -> bytes:
        return run(self.scratch, self.git / "objects", *arguments, asked=asked, most=most)


@contextmanager
def opened(git: Path) -> Iterator[Clone]:
    """Yield a clone, open for reading.

    Raises:
        GraderError: it cannot be read.
        CourseError: there is no git here.
    """
    if shutil.which("git") is None:
        raise CourseError("git", "it is not installed, and clones are read with it", "Install git.")
    with scratch.folder("clone") as folder:
        yield Clone(git, Path(folder))


def _unreadable(what: str, remedy: str = "Clone it again.") -> GraderError:
    return GraderError("clone", what, remedy)
