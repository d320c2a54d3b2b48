"""The counts of a class: students by status, points, and how each hidden test ended."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grader.reports.grade_sheet import GradeSheet, Standing
from grader.results import Outcome


@dataclass(frozen=True, slots=True)
class Summary:
    """How many students there are, by status."""

    students: int
    graded: int
    needs_attention: int
    internal_errors: int
    not_graded: int
    nothing: int
    late: int
    by_hand: int  # students with a task that waits for a person's mark
    gone: int = 0  # students whose graded submission is no longer there
    set_by_hand: int = 0  # students with points that a person gave instead of the hidden tests, or beside them


@dataclass(frozen=True, slots=True)
class Spread:
    """Count, quartiles and extremes of some points, which are not empty."""

    count: int
    low: float
    first: float
    median: float
    third: float
    high: float


@dataclass(frozen=True, slots=True)
class TestTally:
    """How one hidden test ended over the class."""

    task: str
    name: str
    counts: dict[Outcome, int]

    __test__ = False  # pytest would collect it

    @property
    def judged(self) -> int:
        """How many submissions the test has judged."""
        return sum(self.counts.values())

    @property
    def shares(self) -> dict[Outcome, float]:
        """The percentage of each outcome."""
        return {outcome: 100 * count / self.judged for outcome, count in self.counts.items()}


def summarise(sheet: GradeSheet) -> Summary:
    """Return the counts of a class."""
    standings = [row.standing for row in sheet.rows]
    return Summary(
        students=len(sheet.rows),
        graded=standings.count(Standing.GRADED),
        needs_attention=standings.count(Standing.NEEDS_ATTENTION),
        internal_errors=standings.count(Standing.INTERNAL_ERROR),
        not_graded=standings.count(Standing.NOT_GRADED),
        nothing=standings.count(Standing.NOTHING),
        late=sum(bool(row.late_hours) for row in sheet.rows),
        by_hand=sum(bool(row.pending) for row in sheet.rows),
        gone=standings.count(Standing.GONE),
        set_by_hand=sum(bool(row.set_by_hand) for row in sheet.rows),
    )


def tally(sheet: GradeSheet) -> list[TestTally]:
    """Return the hidden tests, those that the fewest submissions passed first."""
    counts: dict[tuple[str, str], dict[Outcome, int]] = defaultdict(lambda: dict.fromkeys(Outcome, 0))
    for row in sheet.rows:
        for task in row.result.tasks if row.result else ():
            for test in task.tests:
                counts[task.id, test.name][test.outcome] += 1
    tallies = [TestTally(task, name, count) for (task, name), count in counts.items()]
    return sorted(tallies, key=lambda test: test.shares[Outcome.PASSED])


def spread(values: Sequence[float]) -> Spread | None:
    """Count, quartiles and extremes, or None of no values."""
    if not values:
        return None
    return Spread(len(values), *(float(cut) for cut in np.percentile(values, [0, 25, 50, 75, 100])))
