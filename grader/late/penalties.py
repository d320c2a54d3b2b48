"""What lateness costs each submission of a class: extensions, grace and free days applied to times of arrival."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from grader.late.policy import DAY, Policy, described, percent, uncapped
from grader.penalty import Penalty

Key = tuple[str, str]  # student and assignment


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One submission: whose, of what, and when it arrived and was due; naive UTC.

    Attributes:
        student: whose it is.
        assignment: what it is of.
        arrived: None if that is not known.
        due: when it was due for everybody.
        until: when it was due for this student, never before ``due``.
    """

    student: str
    assignment: str
    arrived: datetime | None
    due: datetime
    until: datetime


def penalties(handed_in: Iterable[HandedIn], policy: Policy) -> Mapping[Key, Penalty]:
    """Return the penalty of each submission by student and assignment, whatever order they come in.

    A student's free days are spent in the order of the due dates, assignments due at once in that of their names, and
    only where one more lowers the share that is taken.
    """
    by_student: dict[str, list[HandedIn]] = defaultdict(list)
    for each in handed_in:
        by_student[each.student].append(each)
    found = {}
    for student, submissions in by_student.items():
        left = policy.free_days
        for each in sorted(submissions, key=lambda each: (each.due, each.assignment)):
            found[student, each.assignment] = penalty = _penalty(each, policy, left)
            left -= penalty.free_days
    return found


def _penalty(each: HandedIn, policy: Policy, left: int) -> Penalty:
    late = max(each.arrived - each.until, timedelta(0)) if each.arrived else timedelta(0)
    days = min(range(left + 1), key=lambda days: (percent(policy, _counted(late, policy, days)), days))
    counted = _counted(late, policy, days)
    share = percent(policy, counted)
    return Penalty(
        arrived=each.arrived,
        due=each.due,
        until=max(each.due, each.until),
        free_days=days,
        counted=counted,
        percent=share,
        basis=policy.basis,
        capped=share < uncapped(policy.rule, counted),
        grace=policy.grace,
        rule=described(policy),
    )


def _counted(late: timedelta, policy: Policy, days: int) -> timedelta:
    """Return what counts of a time once free days are taken off: nothing if that is within the grace."""
    rest = max(late - days * DAY, timedelta(0))
    return rest if rest > policy.grace else timedelta(0)
