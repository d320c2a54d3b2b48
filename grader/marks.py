"""The marks of an assignment as the gradebook holds them: tasks, points, comments, penalties; plain frozen data."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Task:
    """One graded cell of the assignment; ``by_hand`` if a person gives its points."""

    id: str
    max: float
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What the gradebook holds for one student's cell; None where no points were given."""

    auto: float | None
    manual: float | None
    extra: float
    review: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One student's submission: marks by task id, hours late (None if unknown) and the penalty for it."""

    marks: dict[str, Mark]
    late_hours: float | None
    penalty: float


@dataclass(frozen=True, slots=True)
class Book:
    """The gradebook's view of one assignment; all empty where there is no gradebook yet."""

    names: dict[str, str] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
    entries: dict[str, Entry] = field(default_factory=dict)
    due: datetime | None = None  # UTC without a zone, as nbgrader keeps it


@dataclass(frozen=True, slots=True)
class Marks:
    """The gradebook's view of one notebook of one student; ``comments`` are a person's, by cell."""

    tasks: tuple[Task, ...] = ()
    entry: Entry = field(default_factory=lambda: Entry({}, None, 0.0))
    comments: dict[str, str] = field(default_factory=dict)
