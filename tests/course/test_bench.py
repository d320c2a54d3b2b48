"""The benchmarks: hidden tests for stock nbgrader tell right from wrong, figures become fair tables."""

import contextlib
import io
import json
import warnings
from pathlib import Path

import click
import numpy as np
import pytest
import torch

from bench import crowd, speed, students, tables, trial
from bench.attacks import Verdict
from bench.graders import HIDDEN_TESTS
from grader.bank.answers import find_answer
from grader.course import Course
from grader.notebooks import automatic_tasks, read_notebook
from grader.repair.matching import grade_id

HEAD = "import numpy as np, torch, torch.nn as nn\nfrom tqdm import tqdm\ndevice = torch.device('cpu')"
CHOSEN = [
    (task, answer)
    for task, kinds in students.choices(Course(Path(__file__).parents[2]), "hw3").items()
    for names in kinds.values()
    for answer in names
]


@pytest.fixture(autouse=True)
def _seeds() -> None:
    np.random.seed(0)
    torch.manual_seed(0)


@pytest.mark.parametrize(("task", "name"), CHOSEN, ids=[name for _, name in CHOSEN])
def test_hidden_tests_in_cells_tell_right_from_wrong(course: Course, task: str, name: str) -> None:
    answer = find_answer(course, "hw3", name)
    visible = next(cell.source for cell in read_notebook(course.notebook("hw3")).cells if grade_id(cell) == task)
    names: dict[str, object] = {"__name__": "__main__"}
    exec(HEAD, names)
    said = io.StringIO()
    with contextlib.redirect_stderr(said), warnings.catch_warnings():
        warnings.simplefilter("error")  # stands on stderr in a notebook
        exec(answer.source, names)
        if name.startswith("right/"):
            exec(f"{visible}\n{HIDDEN_TESTS[task]}", names)
            assert said.getvalue() == "", "nbgrader gives no points to a grade cell that writes to stderr"
        else:
            with pytest.raises((AssertionError, ValueError, RuntimeError)):
                exec(HIDDEN_TESTS[task], names)


def test_every_automatic_task_has_hidden_tests_in_cells_and_answers(course: Course) -> None:
    tasks = set(automatic_tasks(read_notebook(course.notebook("hw3"))))
    assert set(HIDDEN_TESTS) == set(students.QUIET) == tasks
    assert len(CHOSEN) == sum(len(names.split()) for names in students.QUIET.values())


def test_students_are_always_the_same_and_answer_rightly_and_wrongly(course: Course) -> None:
    for assignment in ("hw3", "warmup"):
        known = students.choices(course, assignment)
        chosen = [students.answers(known, number) for number in range(30)]
        assert chosen == [students.answers(known, number) for number in range(30)]
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
    assert students.fair(name, points, 10.0, partial) is fair


def run_of(grader: str, students: int, *steps: tuple[float, float]) -> dict[str, object]:
    seconds, processor = ([step[place] for step in steps] for place in (0, 1))
    return {"grader": grader, "students": students, "seconds": seconds, "processor": processor}


RUNS = {
    "0 nbgrader, few": run_of("nbgrader", 2, (12.0, 11.0), (3.0, 3.0)),
    "0 nbgrader, many": run_of("nbgrader", 6, (32.0, 31.0), (7.0, 7.0)),
    "0 1 job, few": run_of("1 job", 2, (9.0, 9.0)),
    "0 1 job, many": run_of("1 job", 6, (13.0, 17.0)),
    "1 nbgrader, few": run_of("nbgrader", 2, (20.0, 6.0), (4.0, 2.0)),
    "1 nbgrader, many": run_of("nbgrader", 5, (50.0, 6.0), (10.0, 2.0)),
    "1 1 job, few": run_of("1 job", 2, (9.0, 5.0)),
    "1 1 job, many": run_of("1 job", 5, (24.0, 5.0)),
}


def test_what_a_submission_takes_is_what_more_of_them_take_longer() -> None:
    table = speed.compare(RUNS)
    rows = {row.split(" | ")[0]: row.rstrip(" |").split(" | ")[1:] for row in table.splitlines()[2:]}
    each, processor, few, autograde, both = rows["| `grader grade --jobs 1`"]
    assert each == "3.00 (1.00 to 5.00)"
    assert processor == "1.00 (0.00 to 2.00)"
    assert few == "9.00 (9.00 to 9.00)"
    assert autograde == "3.50 (2.00 to 5.00)"  # 5 seconds to 1, and 10 to 5, each in its round
    assert both == "4.20 (2.40 to 6.00)"
    assert "otter" not in table


def test_figures_of_other_settings_are_not_gone_on_with(tmp_path: Path) -> None:
    kept = tmp_path / "speed.json"
    tables.Figures(kept, students=4, rounds=2).add("0 nbgrader", {"seconds": [1.0]})
    assert tables.Figures(kept, students=4, rounds=2) == {"0 nbgrader": {"seconds": [1.0]}}
    with pytest.raises(click.ClickException, match="other settings"):
        tables.Figures(kept, students=6, rounds=2)


def test_a_class_that_slows_down_shows() -> None:
    steady = [float(number) for number in range(100)]
    assert crowd.tenths(steady, jobs=2) == (2.0, 2.0)
    slower = [float(number**2) for number in range(100)]
    first, last = crowd.tenths(slower, jobs=2)
    assert last > 10 * first


def test_a_class_whose_memory_grows_shows() -> None:
    rises = [[1.0, role, 100 << 20] for role in crowd.ROLES] + [[80.0, "worker", 150 << 20], [101.0, "main", 180 << 20]]
    ended = [float(number) for number in range(100)]
    memory = [[float(number), (500 + number) << 20] for number in range(100)]
    shown = crowd.render(
        {"ended": ended, "rises": rises, "memory": memory, "after": 1.0, "gradebook": 100 << 10}, jobs=2
    )
    assert "| seconds per submission and worker, median of the tenth | 2.00 | 2.00 | 1.00 |" in shown
    assert "| peak memory of a process so far, worker, MiB | 100 | 150 | 1.50 |" in shown
    assert "| all processes together, shared pages once, MiB, median of the tenth | 504 | 594 | 1.18 |" in shown
    assert "| peak memory of a process so far, main, MiB | 100 | 100 | 1.00 |" in shown
    assert "| peak memory of main in that time, MiB | 180 |" in shown


FOUND = {"scores": {"attacker": [0.0, None, None], "honest": [10.0, None, None], "bystander": [4.0, None, None]}}
FOUND |= {"before": {"bystander": [4.0, None, None]}, "read": False, "changed": [], "traces": []}


@pytest.mark.parametrize(
    ("change", "proof", "words"),
    [
        ({}, False, "-"),
        ({"scores": FOUND["scores"] | {"attacker": [10.0, None, None]}}, False, "10 points"),
        ({"scores": FOUND["scores"] | {"attacker": [10.0, None, None]}}, True, "reaches it"),
        ({"scores": FOUND["scores"] | {"attacker": [0.0, 3.0, None]}}, False, "3 points, writes the gradebook"),
        ({"scores": FOUND["scores"] | {"bystander": [9.0, None, None]}}, False, "writes the gradebook"),
        ({"scores": None}, False, "writes the gradebook, stops the run"),
        ({"scores": FOUND["scores"] | {"honest": [None, None, None]}}, False, "stops the run"),
        ({"read": True, "traces": ["/tmp/hostile-trace"]}, False, "reads the tests, leaves a trace"),
    ],
)
def test_what_an_attack_did_is_told(change: dict[str, object], proof: bool, words: str) -> None:
    assert str(Verdict.of(json.dumps(FOUND | change), proof)) == words


def test_a_trial_without_an_answer_is_one_that_stopped() -> None:
    assert str(Verdict.of("")) == "stops the run"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ('{"tests": [{"name": "Public Tests"}, {"name": "score", "score": 10.0}]}', 10.0),
        ('{"tests": ["score"]}', None),
        ('{"tests"', None),
    ],
)
def test_points_of_otter_are_read_from_its_file_or_are_none(tmp_path: Path, text: str, points: float | None) -> None:
    path = tmp_path / "results" / "honest" / "results.json"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert trial._scores(tmp_path) == {"honest": [points, None, None]}


def test_a_table_stands_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- speed: begin -->\nold\n<!-- speed: end -->\nafter\n", encoding="utf-8")
    tables.show(tables.table(["a", "b"], [["1", "2"]]), "speed", page)
    expected = "before\n<!-- speed: begin -->\n| a | b |\n| --- | --- |\n| 1 | 2 |\n<!-- speed: end -->\nafter\n"
    assert page.read_text(encoding="utf-8") == expected
    with pytest.raises(click.ClickException, match="no place for the table"):
        tables.show("text", "another", page)
