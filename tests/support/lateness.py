"""Submissions that are so late, and what one of them costs."""

from dataclasses import replace
from datetime import datetime, timedelta

from grader.late.penalties import HandedIn, penalties
from grader.late.policy import Policy
from grader.penalty import Penalty

DUE = datetime(2024, 4, 17, 21, 55)


def handed_in(late: timedelta | None, assignment: str = "hw3", due: datetime = DUE, **changes: object) -> HandedIn:
    """A submission of ada's that came so long after its due date; None where nobody knows when."""
    each = HandedIn("ada", assignment, None if late is None else due + late, due, due)
    return replace(each, **changes)  # type: ignore[arg-type]


def only(each: HandedIn, policy: Policy) -> Penalty:
    """What a rule makes of one submission alone."""
    (penalty,) = penalties([each], policy).values()
    return penalty
