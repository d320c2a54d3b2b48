"""What a reader is given beside what was handed in: the class list, the assignment, the zone of bare times."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.roster import Roster


@dataclass(frozen=True, slots=True)
class Given:
    """What does not depend on the source that is read.

    Attributes:
        assignment: which assignment is collected.
        roster: the class list.
        zone: the zone of every time that names none.
        due: naive UTC, None where no date is set.
        worksheets: tables of the platform that name its participants; each is kept beside what it explains.
        source: the name that the source came under, for a person: an archive is kept under another.
        zoned: whether the course's settings name the zone; if not, a time of a platform that names none is refused.
    """

    assignment: str
    roster: Roster
    zone: ZoneInfo
    due: datetime | None = None
    worksheets: tuple[Path, ...] = ()
    source: str = ""
    zoned: bool = True
