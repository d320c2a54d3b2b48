"""Where the time of a submission goes: each part is seen; one warm process, the floor, judges as the grader does."""

import os
from pathlib import Path
from typing import Any

import anatomy
import nbformat
import parts
import pupils
import pytest
import warm
from sides import lay_out

from grader.bank.answers import read_answer
from grader.course import Course
from grader.notebooks import read_notebook
from grader.repair.matching import grade_id
from grader.results import TaskResult

HEAD = "import numpy as np"


def judged(course: Course, names: dict[str, Any]) -> TaskResult:
    cells = [cell for cell in read_notebook(course.notebook("hw3")).cells if grade_id(cell) == "score"]
    hidden = course.hidden("hw3")
    assert hidden is not None
    [task] = warm.judged(nbformat.v4.new_notebook(cells=cells), names, hidden, "some key")
    return task


@pytest.mark.parametrize(
    ("answer", "points"),
    [("right/score_inverse", 10.0), ("wrong/score_factor_2", 5.0), ("wrong/score_transposed", 0.0)],
)
def test_answers_earn_in_one_process_what_they_earn_in_a_sandbox(course: Course, answer: str, points: float) -> None:
    source = read_answer(course.root / "tests" / "answers" / "hw3" / f"{answer}.py").source
    names = warm.run_cells(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in (HEAD, source)]))
    assert judged(course, names).points == points


def test_a_test_that_cannot_judge_is_no_pass(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(warm.StudentKernel, "patient")
    with pytest.raises(RuntimeError, match="could not judge"):
        judged(course, {})


@pytest.mark.skipif("SOAK" not in os.environ, reason="the bench refuses figures with a part missing")
def test_every_part_of_grading_is_seen(course: Course, tmp_path: Path) -> None:
    mine = lay_out(course, tmp_path / "course", "hw3")
    pupils.hand_in(course, mine.root, "hw3", [0])
    assert set(anatomy.dissect(mine, 0)) == set(parts.ORDER)
