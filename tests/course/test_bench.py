"""The bench's own logic: its hidden tests for stock nbgrader tell right from wrong, its figures become fair tables."""

import contextlib
import io
import json
import time
import warnings
from pathlib import Path

import click
import crowd
import incell
import numpy as np
import parts
import pupils
import pytest
import section
import speed
import speed_tables
import torch
from stopwatch import Stopwatch

from grader.bank.answers import read_answer
from grader.course import Course
from grader.notebooks import automatic_tasks, read_notebook
from grader.repair.matching import grade_id

HEAD = "import numpy as np, torch, torch.nn as nn\nfrom tqdm import tqdm\ndevice = torch.device('cpu')"
CHOSEN = [
    (task, kind, name)
    for task, kinds in pupils.HOMEWORK.items()
    for kind, names in zip(("right", "wrong"), kinds, strict=True)
    for name in names
]


@pytest.fixture(autouse=True)
def _seeds() -> None:
    np.random.seed(0)
    torch.manual_seed(0)


@pytest.mark.parametrize(("task", "kind", "name"), CHOSEN, ids=[name for *_, name in CHOSEN])
def test_hidden_tests_in_cells_tell_right_from_wrong(course: Course, task: str, kind: str, name: str) -> None:
    answer = read_answer(course.root / "tests" / "answers" / "hw3" / kind / f"{name}.py")
    visible = next(cell.source for cell in read_notebook(course.notebook("hw3")).cells if grade_id(cell) == task)
    names: dict[str, object] = {"__name__": "__main__"}
    exec(HEAD, names)
    said = io.StringIO()
    with contextlib.redirect_stderr(said), warnings.catch_warnings():
        warnings.simplefilter("error")  # stands on stderr in a notebook
        exec(answer.source, names)
        if kind == "right":
            exec(visible + incell.TESTS[task], names)
            assert said.getvalue() == "", "nbgrader gives no points to a grade cell that writes to stderr"
        else:
            with pytest.raises((AssertionError, ValueError, RuntimeError)):
                exec(incell.TESTS[task], names)


def test_every_automatic_task_has_hidden_tests_in_cells_and_answers(course: Course) -> None:
    tasks = set(automatic_tasks(read_notebook(course.notebook("hw3"))))
    assert set(incell.TESTS) == set(pupils.HOMEWORK) == tasks


def test_students_are_always_the_same_and_answer_rightly_and_wrongly(course: Course) -> None:
    for assignment in ("hw3", "warmup"):
        known = pupils.kinds(course, assignment)
        chosen = [pupils.answers_of(known, number) for number in range(30)]
        assert chosen == [pupils.answers_of(known, number) for number in range(30)]
        for task in known:
            shares = sum(answers[task].startswith("right/") for answers in chosen) / len(chosen)
            assert 0.3 < shares < 0.95


@pytest.mark.parametrize(
    ("name", "points", "partial", "fair"),
    [
        ("right/a", 10.0, False, True),
        ("right/a", 9.0, True, False),
        ("right/a", None, True, False),
        ("wrong/a", 0.0, False, True),
        ("wrong/a", 4.0, False, False),
        ("wrong/a", 4.0, True, True),
        ("wrong/a", 10.0, True, False),
        ("wrong/a", None, True, False),
    ],
)
def test_points_that_an_answer_is_not_worth_are_found(
    name: str, points: float | None, partial: bool, fair: bool
) -> None:
    found = pupils.misjudged({"task": name}, {"task": points}, {"task": 10.0}, partial)
    assert (found == []) is fair


def run_of(students: int, *steps: tuple[float, float]) -> dict[str, object]:
    return {
        "students": students,
        "steps": [{"seconds": seconds, "processor": processor} for seconds, processor in steps],
    }


RUNS = {
    "0 nbgrader": run_of(2, (8.0, 6.0), (2.0, 2.0)),
    "0 here, --jobs 1": run_of(2, (6.0, 5.0)),
    "0 here, --jobs 2": run_of(2, (3.0, 5.0)),
    "1 nbgrader": run_of(2, (16.0, 6.0), (4.0, 2.0)),
    "1 here, --jobs 1": run_of(2, (20.0, 5.0)),
    "1 here, --jobs 2": run_of(2, (12.5, 5.0)),
    "2 nbgrader": run_of(2, (16.0, 6.0), (4.0, 2.0)),  # broken off: the others had no turn
}


def test_ratios_are_those_of_the_same_round() -> None:
    found = speed_tables.rounds_of(RUNS)
    assert len(found) == 2
    rows = {row.split(" | ")[0]: row.split(" | ")[1:] for row in speed_tables.speed(found).splitlines()[2:]}
    seconds, processor, to_alone, to_both = rows["| `grader grade --jobs 1`"]
    assert seconds == "6.50 (3.00 to 10.00)"
    assert processor == "2.50 (2.50 to 2.50)"
    assert to_alone == "1.00 (0.75 to 1.25)"
    assert to_both == "0.80 (0.60 to 1.00) |"
    assert "left out" in rows["| `otter run`"][0]
    told = "Two jobs over one: 1.80 (1.60 to 2.00) times the throughput. Two bare processes over one: 1.90 times."
    assert told in speed_tables.two_cores(found, [1.9])


def test_figures_of_other_settings_are_not_gone_on_with(tmp_path: Path) -> None:
    kept = tmp_path / "speed.json"
    kept.write_text(json.dumps({"students": 4, "rounds": 2, "runs": {"0 nbgrader": {}}}), encoding="utf-8")
    assert speed.begun(kept, students=4, rounds=2)["runs"] == {"0 nbgrader": {}}
    with pytest.raises(click.ClickException, match="other settings"):
        speed.begun(kept, students=6, rounds=2)


def test_parts_of_a_submission_sum_up_to_the_whole() -> None:
    runs = [{parts.CELLS: 2.0 + n, parts.BOOK: 1.0, parts.FLOOR_CELLS: 1.0} for n in (0, 1, 2, 50)]
    found = parts.middle(runs)
    assert found[parts.CELLS] == 3.5  # the fastest and the slowest are left out
    assert "| **one submission** | **4.50** | 100% |" in parts.render(runs)
    assert "Whole over floor: 4.5." in parts.render(runs)


def test_time_within_a_part_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([10.0, 12.0, 16.0, 20.0])  # outer begins, inner begins, inner ends, outer ends
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))
    watch = Stopwatch()
    with watch.part("outer"), watch.part("inner"):
        pass
    assert watch.seconds == {"outer": 6.0, "inner": 4.0}


def test_a_class_that_slows_down_shows() -> None:
    steady = [float(number) for number in range(100)]
    assert crowd.tenths(steady, jobs=2) == (2.0, 2.0)
    slower = [float(number**2) for number in range(100)]
    first, last = crowd.tenths(slower, jobs=2)
    assert last > 10 * first


def test_a_class_whose_memory_grows_shows() -> None:
    rises = [[1.0, role, 100 << 20] for role in crowd.ROLES] + [[80.0, "worker", 150 << 20], [101.0, "main", 180 << 20]]
    ended = [float(number) for number in range(100)]
    figures = {"jobs": 2, "ended": ended, "rises": rises, "after": 1.0, "gradebook": 100 << 10, "wrong": []}
    shown = crowd.render(figures | {"assignment": "warmup", "of": "a machine"})
    assert "| seconds per submission and worker, median of the tenth | 2.00 | 2.00 | 1.00 |" in shown
    assert "| peak memory of a process so far, worker, MiB | 100 | 150 | 1.50 |" in shown
    assert "| peak memory of a process so far, main, MiB | 100 | 100 | 1.00 |" in shown
    assert "| peak memory of main in that time, MiB | 180 |" in shown


def test_a_table_stands_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- speed: begin -->\nold\n<!-- speed: end -->\nafter\n", encoding="utf-8")
    section.write(page, "speed", section.table(["a", "b"], [["1", "2"]]))
    expected = "before\n<!-- speed: begin -->\n| a | b |\n| --- | --- |\n| 1 | 2 |\n<!-- speed: end -->\nafter\n"
    assert page.read_text(encoding="utf-8") == expected
    with pytest.raises(Exception, match="no place for the table"):
        section.write(page, "another", "text")
