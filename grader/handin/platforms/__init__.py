"""Downloads of learning platforms, one module each: whether an archive is the platform's, and what was handed in."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from grader.handin.given import Given
from grader.handin.item import Item


class Platform(Protocol):
    """What each module of this room offers."""

    NAME: str  # as --from takes it
    CALLED: str  # as a sentence calls it, "Moodle" for one

    def fits(self, names: Sequence[str]) -> bool:
        """Whether an archive with entries of these names is this platform's download, and no other's."""

    def items(self, archive: Path, given: Given) -> Iterator[Item]:
        """Yield what was handed in, an item for each student and attempt; one that cannot be used says why.

        Args:
            archive: a zip file, the platform's own or one that `grader.handin.packing` made of a folder.
            given: the class list and so on.

        Raises:
            CourseError: the archive as a whole cannot be used, because a table that explains it is missing, say.
        """
