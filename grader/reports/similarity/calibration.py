"""From which share on a pair is shown: a line for each task, drawn by the right answers of the course's own bank.

The bank's answers were written to be different, so whatever two of them share is chance, or the nature of the task.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from grader.bank.answers import read_bank
from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.reports.similarity.likeness import Answer, compare

LOWEST, HIGHEST, STEP = 50, 95, 5  # percent, of a line
ALLOWED = 100  # of so many pairs in the bank one may reach the line
FEWEST = 50  # pairs in the bank that draw a line
UNKNOWN = 75  # percent: the line of a task without a bank
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one task, and what drew it.

    Attributes:
        percent: a pair with this share or more is shown.
        answers: right answers in the bank.
        pairs: pairs of them that can be compared; 0 if the line was drawn otherwise.
        above: those that reach the line.
        within: answers in such pairs.
        highest: the greatest share of a pair, percent.
    """

    percent: int
    answers: int = 0
    pairs: int = 0
    above: int = 0
    within: int = 0
    highest: int = 0


def lines(course: Course, assignment: str, tasks: Sequence[str], given: Sequence[str]) -> dict[str, Line]:
    """Return the line of each task.

    Args:
        course: the course, with its bank.
        assignment: the assignment.
        tasks: grade ids of answer cells; ``score`` of the bank is the answer in ``score`` or ``score-answer``.
        given: the code that was given out.

    Raises:
        CourseError: ``c.Similar.line`` is no number of percent, or names no task.
    """
    stated = course.config.get("Similar", {}).get("line", {})
    if not isinstance(stated, dict) or not set(stated) <= set(tasks):
        names = f"c.Similar.line names other tasks than {', '.join(tasks)}"
        what = names if isinstance(stated, dict) else f"c.Similar.line is {stated!r}, and no dictionary"
        raise CourseError(CONFIG, what, 'Write percent by the grade id of an answer: {"score-answer": 60}.')
    bank: dict[str, list[Answer]] = {}
    for answer in read_bank(course, assignment, "right"):
        bank.setdefault(answer.task, []).append(Answer(answer.name, answer.source))
    found = {}
    for task in tasks:
        known = bank.get(task, bank.get(task.removesuffix("-answer"), []))
        found[task] = _stated(task, stated[task]) if task in stated else drawn(known, given)
    return found


def _stated(task: str, percent: object) -> Line:
    if isinstance(percent, bool) or not isinstance(percent, int | float) or not 1 <= percent <= 100:
        remedy = "Write a number from 1 to 100."
        raise CourseError(CONFIG, f"c.Similar.line has {percent!r} for {task!r}, which is not percent", remedy)
    return Line(round(percent))


def drawn(answers: Sequence[Answer], given: Sequence[str]) -> Line:
    """Return the line that different answers to one task draw: the lowest that at most 1 % of their pairs reach."""
    found = compare(answers, given)
    if found.compared < FEWEST:
        return Line(UNKNOWN)
    percent = LOWEST
    while percent < HIGHEST and sum(reaches(pair.share, percent) for pair in found.pairs) * ALLOWED > found.compared:
        percent += STEP
    above = [pair for pair in found.pairs if reaches(pair.share, percent)]
    within = {at for pair in above for at in (pair.left, pair.right)}
    highest = round(100 * max((pair.share for pair in found.pairs), default=0.0))
    return Line(percent, len(answers), found.compared, len(above), len(within), highest)


def reaches(share: float, percent: float) -> bool:
    """Whether a share is at the line or above."""
    return 100 * share >= percent - 1e-9


def most_probable(found: int, of: int, confidence: float = CONFIDENCE) -> float:
    """Return the upper bound of C. J. Clopper and E. S. Pearson (Biometrika 26, 1934) on a probability.

    Args:
        found: how often something happened, in
        of: independent trials.
        confidence: with which the probability is below the bound.
    """
    if found >= of:
        return 1.0
    low, high = found / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        at_most = sum(comb(of, count) * middle**count * (1 - middle) ** (of - count) for count in range(found + 1))
        low, high = (middle, high) if at_most > 1 - confidence else (low, middle)
    return high
