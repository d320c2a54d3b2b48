"""The commits of a clone that may count: the last one before the due date, and those after it."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from grader.errors import CourseError, GraderError
from grader.handin.clone import Blob, Clone, Commit, opened
from grader.handin.given import Given
from grader.intake.listing import MAX_BYTES, ignored, of_environment
from grader.text import one_line

MAX_LATER = 20  # commits after the due date
MAX_FILES = 2000
LFS = b"version https://git-lfs.github.com/spec/"
TIMES = range(0, 32_503_680_000)  # seconds since 1970, until the year 3000
Put = Callable[[str, bytes], None]


def pack_clone(git: Path, given: Given, name: str, put: Put) -> dict[str, Any]:
    """Pack the files of the commits that may count, and return what the manifest says of the clone.

    Args:
        git: the clone's git folder.
        given: the due date; without one, only what is checked out counts.
        name: what the clone's folder is called.
        put: takes a path in the archive, and a file's content.

    Returns:
        "commits" with "hash", "at" (ISO, UTC), "folder" and "notes" each; "notes" on the clone; "refused", empty unless
        it cannot be read.
    """
    said: dict[str, Any] = {"commits": [], "notes": [], "refused": ""}
    try:
        with opened(git) as clone:
            commits = clone.commits()
            chosen, said["notes"] = _chosen(commits, given)
            said["notes"] += _doubts(clone, commits)
            for commit in chosen:
                folder = f"{name}/{commit.hash[:12]}"
                notes = _pack_commit(clone, commit, folder, put)
                at = datetime.fromtimestamp(commit.at, UTC).replace(tzinfo=None).isoformat()
                said["commits"].append({"hash": commit.hash, "at": at, "folder": commit.hash[:12], "notes": notes})
    except CourseError:
        raise
    except (GraderError, OSError, ValueError) as error:
        said["refused"] = f"{error.what}. {error.remedy}".rstrip(". ") if isinstance(error, GraderError) else str(error)
    return said


def _chosen(commits: list[Commit], given: Given) -> tuple[list[Commit], list[str]]:
    """Return the commits that may count, and notes.

    Going back from the last, the first that was made in time is followed by later ones only.

    Raises:
        GraderError: a commit's time is no time.
    """
    notes = []
    if any(later.at < earlier.at for later, earlier in pairwise(commits)):
        notes.append("The times of its commits run backwards: a clock was wrong, or they were rewritten.")
    due = given.due.replace(tzinfo=UTC).timestamp() if given.due else commits[0].at
    count = next((place for place, commit in enumerate(commits) if commit.at <= due), len(commits))
    in_time, later = commits[count : count + 1], commits[:count]
    if in_time and later and len(commits) == count + 1:
        notes.append("Its only commit before the due date is its first: is that what students were given?")
    if len(later) > MAX_LATER:
        notes.append(
            f"{len(later)} commits are later than the due date; the last and the first {MAX_LATER - 1} were read."
        )
        later = [later[0], *later[1 - MAX_LATER :]]
    chosen = [*in_time, *reversed(later)]
    if wrong := [commit.hash[:12] for commit in chosen if commit.at not in TIMES]:
        raise GraderError("clone", f"the time of commit {wrong[0]} cannot be right", "Look at it by hand.")
    return chosen, notes


def _doubts(clone: Clone, commits: list[Commit]) -> list[str]:
    notes = []
    if clone.shallow:
        notes.append("The clone is shallow: earlier commits are not in it. Clone it without --depth to have them.")
    if others := clone.others():
        shown = ", ".join(one_line(name, 60) for name in others[:5])
        notes.append(
            f"Only what is checked out was read ({clone.branch or commits[0].hash[:12]}); also there: {shown}."
        )
    return notes


def _pack_commit(clone: Clone, commit: Commit, folder: str, put: Put) -> list[str]:
    """Pack the files of a commit, and return notes on what was left out.

    Raises:
        GraderError: they are too large, or too many.
    """
    blobs = clone.files(commit)
    notes = [
        f"{one_line(blob.name, 100)!r} is a {blob.kind}; it was left out." for blob in blobs if blob.kind != "file"
    ]
    files, packages = _own([blob for blob in blobs if blob.kind == "file"])
    if packages:
        notes.append(f"{packages:,} files of installed packages were left out.")
    if len(files) > MAX_FILES:
        raise GraderError(
            "clone", f"it has {len(files):,} files; at most {MAX_FILES:,} are read", "Look at it by hand."
        )
    if (size := sum(blob.size for blob in files)) > MAX_BYTES:
        what = f"its files have {size >> 20:,} MB; at most {MAX_BYTES >> 20:,} MB are read"
        raise GraderError("clone", what, "Look at it by hand.")
    for blob, content in clone.contents(files):
        if content.startswith(LFS):
            notes.append(
                f"{one_line(blob.name, 100)!r} is only a pointer of Git LFS; the file itself is not in the clone."
            )
        put(f"{folder}/{blob.name}", content)
    return notes


def _own(blobs: list[Blob]) -> tuple[list[Blob], int]:
    """Return the files without those of programs and environments, and how many of packages there were."""
    beside: dict[str, set[str]] = {}
    for blob in blobs:
        parts = blob.name.split("/")
        for depth in range(len(parts)):
            beside.setdefault("/".join(parts[:depth]), set()).add(parts[depth])
    kept, packages = [], 0
    for blob in blobs:
        parts = blob.name.split("/")
        if any(of_environment(part, beside["/".join(parts[:depth])]) for depth, part in enumerate(parts[:-1])):
            packages += 1
        elif not any(map(ignored, parts)):
            kept.append(blob)
    return kept, packages
