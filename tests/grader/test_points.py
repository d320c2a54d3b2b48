"""What each task earned: a person's mark before the tests' points, those before nbgrader's own."""

import pytest

from grader.marks import Entry, Mark, Task
from grader.points import earned_points, set_by_hand, unjudged
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult

TASKS = (Task("score", 10), Task("map", 5, by_hand=True))
BROKEN = (CheckResult("It is right", Outcome.INTERNAL, 0, 4),)
RESULT = SubmissionResult("hw3", Status.GRADED, 6, 10, (TaskResult("score", 6, 10, BROKEN),), student="ada")


def entry(**marks: Mark) -> Entry:
    return Entry(marks, None, 0.0)


def mark(auto: float | None = None, manual: float | None = None, extra: float = 0.0) -> Mark:
    return Mark(auto, manual, extra, False)


@pytest.mark.parametrize(
    ("result", "marks", "stock", "points"),
    [
        (RESULT, {}, False, {"score": 6}),
        (RESULT, {"score": mark(auto=9)}, True, {"score": 6}),  # nbgrader's own score is not believed beside a result
        (RESULT, {"score": mark(auto=9, manual=8)}, False, {"score": 8}),
        (RESULT, {"score": mark(extra=1.5)}, False, {"score": 7.5}),
        (RESULT, {"map": mark(auto=0)}, False, {"score": 6, "map": 0}),  # an untouched written answer
        (RESULT, {"map": mark(manual=4, extra=-1)}, False, {"score": 6, "map": 3}),
        (RESULT, {"map": mark(extra=1)}, False, {"score": 6}),  # nothing to add it to yet
        (None, {"score": mark(auto=9), "map": mark(auto=0)}, False, {}),
        (None, {"score": mark(auto=9), "map": mark(auto=0)}, True, {"score": 9, "map": 0}),
        (None, {"score": mark(manual=8)}, False, {"score": 8}),
        (RESULT, {"loss": mark(auto=5)}, True, {"score": 6}),  # nor for a task that the result does not know
        (None, {}, True, {}),
    ],
)
def test_the_surest_points_count_and_extra_credit_is_added(
    result: SubmissionResult | None, marks: dict[str, Mark], stock: bool, points: dict[str, float]
) -> None:
    assert earned_points(result, entry(**marks), TASKS, stock) == points


@pytest.mark.parametrize(
    ("result", "marks", "lines"),
    [
        (RESULT, {"score": mark(manual=8)}, ("score: 8 by hand, 6 by its tests",)),
        (RESULT, {"score": mark(manual=6, extra=0.5)}, ("score: 6 by hand, 6 by its tests, 0.5 extra",)),
        (RESULT, {"score": mark(extra=-1)}, ("score: -1 extra",)),
        (None, {"score": mark(auto=9, manual=8)}, ("score: 8 by hand, 9 by its tests",)),
        (None, {"score": mark(manual=8)}, ("score: 8 by hand, not graded by its tests",)),
        (RESULT, {"map": mark(manual=4)}, ()),
        (RESULT, {"map": mark(manual=4, extra=1)}, ("map: 1 extra",)),
        (RESULT, {"score": mark(auto=6)}, ()),
        (RESULT, {}, ()),
    ],
)
def test_what_a_person_changed_is_a_line_by_task(
    result: SubmissionResult | None, marks: dict[str, Mark], lines: tuple[str, ...]
) -> None:
    assert set_by_hand(TASKS, entry(**marks), result) == lines


def test_what_no_test_could_judge_waits_until_a_person_has_marked_it() -> None:
    assert unjudged(entry(), RESULT) == ("score",)
    assert unjudged(entry(score=mark(extra=1)), RESULT) == ("score",)
    assert unjudged(entry(score=mark(manual=0)), RESULT) == ()
    assert unjudged(entry(), None) == ()
