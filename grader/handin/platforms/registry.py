"""All platforms whose downloads can be read, and which of them an archive is of."""

from collections.abc import Sequence

from grader.handin.platforms import (
    Platform,
    blackboard,
    canvas,
    clones,
    exchange,
    folders,
    gradescope,
    ilias,
    moodle,
)

READERS: dict[str, Platform] = {
    "moodle": moodle,
    "canvas": canvas,
    "blackboard": blackboard,
    "gradescope": gradescope,
    "ilias": ilias,
    "exchange": exchange,
    "clones": clones,
    "folders": folders,
}


def guess(names: Sequence[str]) -> Platform | None:
    """Return the platform whose download has files of these names; None if that cannot be told.

    Args:
        names: the names of an archive's entries, `zipfile.ZipFile.namelist` for one.
    """
    return next((platform for platform in READERS.values() if platform.fits(names)), None)
