"""What judging found, as plain frozen data, and the one place where it becomes JSON."""

import dataclasses
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

VERSION = 1


class Outcome(StrEnum):
    """How one hidden test ended."""

    PASSED = "passed"
    FAILED = "failed"  # a wrong value
    ERROR = "error"  # the student's code raised, died or ran out of time
    NOT_ATTEMPTED = "not attempted"  # the answer is as it was given out, and earns nothing
    INTERNAL = "internal"  # it could not be judged: gives no points until a person has looked


class Status(StrEnum):
    """The status of a submission as a whole."""

    GRADED = "graded"
    NEEDS_ATTENTION = "needs attention"  # there is something that only a person can decide
    INTERNAL_ERROR = "internal error"  # something could not be judged, seen twice; the next run tries again


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One hidden test: the name and message the student sees, and what it earned.

    ``detail`` is for the course's staff alone: what broke in a test that could not judge, and where.
    """

    name: str
    outcome: Outcome
    points: float
    max: float
    message: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One automatically graded cell."""

    id: str
    points: float
    max: float
    tests: tuple[CheckResult, ...] = ()

    @property
    def attempted(self) -> bool:
        """Whether anything was written into the task's answer, as far as its tests tell."""
        return not self.tests or any(test.outcome is not Outcome.NOT_ATTEMPTED for test in self.tests)

    @property
    def unjudged(self) -> float:
        """The points of tests that could not judge: not among ``points``, and for a person to give."""
        return sum(test.max for test in self.tests if test.outcome is Outcome.INTERNAL)


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """One submission: automatic tasks only; ``reason`` says why a person has to look.

    ``notes`` holds one line for each repair that was made before judging, ``seen`` one for each fact that the sandbox
    noticed; ``inputs`` is a digest of all that the result depends on.
    """

    assignment: str
    status: Status
    score: float
    max: float
    tasks: tuple[TaskResult, ...] = ()
    reason: str = ""
    student: str = ""
    notes: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    inputs: str = ""


OPTIONAL = ("reason", "student", "notes", "seen", "inputs")
_HALVES = re.compile("[\ud800-\udfff]")  # of surrogate pairs: they cannot be written as UTF-8


def to_json(result: SubmissionResult) -> str:
    """Return the result as JSON text, with the version of the format; what is optional and empty is left out."""
    data = dataclasses.asdict(result)
    for test in (test for task in data["tasks"] for test in task["tests"] if not test["detail"]):
        del test["detail"]
    kept = {key: value for key, value in data.items() if value or key not in OPTIONAL}
    text = json.dumps({"version": VERSION, **kept}, indent=2, ensure_ascii=False)
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def from_json(text: str) -> SubmissionResult:
    """Return the result that `to_json` wrote.

    Raises:
        ValueError: the text is not such a result, or is of another version.
    """
    try:
        data: dict[str, Any] = json.loads(text)
        version = data.pop("version")
        if version != VERSION:
            raise ValueError(f"results of version {version}, this grader reads version {VERSION}")
        tasks = tuple(
            TaskResult(**{**task, "tests": tuple(_check(test) for test in task["tests"])}) for task in data.pop("tasks")
        )
        notes, seen = (tuple(data.pop(name, ())) for name in ("notes", "seen"))
        return SubmissionResult(**{**data, "status": Status(data["status"])}, tasks=tasks, notes=notes, seen=seen)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a grading result: {error!r}") from error


def _check(data: dict[str, Any]) -> CheckResult:
    return CheckResult(**{**data, "outcome": Outcome(data["outcome"])})
