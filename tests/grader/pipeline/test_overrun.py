"""Submissions that take more than they may at some step: each is told with the step, and the others are graded."""

import os
import time

import nbformat
import pytest
from nbgrader.api import Gradebook

from grader import results
from grader.batch import batch, worker
from grader.course import CONFIG, Course
from grader.errors import LimitReached
from grader.intake.fingerprint import fingerprint, is_current
from grader.notebooks import read_notebook
from grader.pipeline import attempt
from grader.pipeline.converters import api
from grader.process import limited
from grader.reports.grade_sheet import read_grade_sheet
from grader.results import Status, SubmissionResult
from grader.version import version
from tests.support import little_class

pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore")]
NAME = little_class.NAME


def configure(course: Course, text: str) -> None:
    """Add to the course's settings."""
    with (course.root / CONFIG).open("a") as config:
        config.write(f"\n{text}\n")
    course.__dict__.pop("config", None)


@pytest.fixture(autouse=True)
def _a_machine_that_is_not_overloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0))


def take(course: Course, student: str = "ada") -> SubmissionResult:
    """The result of one submission, judged as a worker does it."""
    little_class.hand_in(course, student, "right")
    batch.prepare(course, NAME)
    assert worker.take(str(course.root), NAME, student, fingerprint(course, NAME, student), True, True, version())
    return results.from_json(course.result_file(NAME, student).read_text())


def page(course: Course, student: str = "ada") -> str:
    """The feedback page of a student."""
    return (course.root / "feedback" / student / NAME / f"{NAME}.html").read_text()


def test_a_submission_within_its_limits_is_graded(laid: Course) -> None:
    result = take(laid)
    assert (result.status, result.score, result.reason) == (Status.GRADED, 4.0, "")


def test_one_that_takes_too_long_to_judge_needs_attention_and_says_so(laid: Course) -> None:
    hidden = laid.root / "tests" / NAME / f"test_{NAME}.py"
    hidden.write_text(
        f"import time\n{hidden.read_text()}".replace("    assert ", "    time.sleep(1000)\n    assert ", 1)
    )
    configure(laid, f"c.ExecuteAndJudge.submission_seconds = {6 - int(limited.GRACE)}")
    started = time.monotonic()
    result = take(laid)
    assert time.monotonic() - started < 60
    assert result.status is Status.NEEDS_ATTENTION
    assert "was reached while " in result.reason
    assert (result.score, result.max) == (0.0, 4.0)
    assert result.reason[1:] in page(laid)
    with Gradebook(laid.database) as gradebook:
        assert all(
            grade.auto_score is None and grade.needs_manual_grade
            for notebook in gradebook.find_submission(NAME, "ada").notebooks
            for grade in notebook.grades
        )


def test_it_is_not_tried_again_until_something_changes(laid: Course) -> None:
    configure(laid, f"c.ExecuteAndJudge.submission_seconds = {-2 - int(limited.GRACE)}")
    result = take(laid)
    assert "was reached while it was read" in result.reason
    assert is_current(laid, NAME, "ada")
    assert batch.changed(laid, NAME, ["ada"]) == {}


def test_on_an_overloaded_machine_it_is(laid: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (1e6, 1e6, 1e6))
    configure(laid, f"c.ExecuteAndJudge.submission_seconds = {-2 - int(limited.GRACE)}")
    result = take(laid)
    assert "overloaded" in result.reason
    assert not is_current(laid, NAME, "ada")


def test_what_was_judged_before_the_page_took_too_long_holds(laid: Course) -> None:
    earned = take(laid)
    error = LimitReached("submission", "its time limit was reached while its page was written")
    attempt.overrun(laid, NAME, "ada", error, fingerprint(laid, NAME, "ada"))
    result = results.from_json(laid.result_file(NAME, "ada").read_text())
    assert (result.score, result.tasks) == (4.0, earned.tasks)
    assert (result.status, result.reason) == (
        Status.NEEDS_ATTENTION,
        "its time limit was reached while its page was written",
    )
    assert "its time limit was reached" in page(laid)


@pytest.mark.parametrize("memory", [1 << 20, 1 << 23])
def test_one_that_takes_too_much_memory_needs_attention_and_says_so(
    laid: Course, monkeypatch: pytest.MonkeyPatch, memory: int
) -> None:
    monkeypatch.setattr(limited, "MEMORY", memory)
    result = take(laid)
    assert (result.status, result.score) == (Status.NEEDS_ATTENTION, 0.0), result.reason
    assert "memory" in result.reason


def test_it_costs_the_others_nothing(laid: Course) -> None:
    heavy = b'{"cells": [' + b"[[]]," * (13 << 20) + b"0]}"  # 68 MB that would unfold to 2 GB
    folder = laid.root / "submitted" / "heavy" / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_bytes(heavy)
    take(laid, "ada")
    known = fingerprint(laid, NAME, "heavy")
    assert worker.take(str(laid.root), NAME, "heavy", known, True, True, version())
    take(laid, "ben")
    rows = {row.student: row for row in read_grade_sheet(laid.root, NAME).rows}
    assert rows["heavy"].standing == "needs attention"
    assert rows["heavy"].reason
    assert [rows[student].total for student in ("ada", "ben")] == [4.0, 4.0]


def test_the_formgraders_way_is_limited_too(laid: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    little_class.hand_in(laid, "ada", "right")
    batch.prepare(laid, NAME)
    monkeypatch.chdir(laid.root)
    used: list[str] = []
    run = limited.run

    def noting(step: str, *arguments: object, **limits: float) -> object:
        used.append(step)
        return run(step, *arguments, **limits)  # type: ignore[arg-type]

    monkeypatch.setattr(limited, "run", noting)
    assert api(laid).autograde(NAME, "ada")["success"]
    assert api(laid).generate_feedback(NAME, "ada")["success"]
    assert [step for step in used if step != "its contents were checked"] == [
        "it was read",
        "it was repaired",
        "its cells ran",
        "its page was written",
    ]
    notebook = read_notebook(laid.root / "autograded" / "ada" / NAME / f"{NAME}.ipynb")
    nbformat.validate(notebook)
    assert results.from_json(laid.result_file(NAME, "ada").read_text()).score == 4.0
