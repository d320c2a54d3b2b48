"""``grader export``: the file that it writes, what it says in 80 columns, and its exit status."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader import cli
from grader.course import CONFIG, Course
from grader.results import Status
from tests.support.exports import CANVAS, LIST, MOODLE
from tests.support.made_up_class import HW, a_result, save
from tests.support.platform_imports import CanvasCourse, MoodleAssignment, into_canvas, into_moodle

PEOPLE = {101: ("", "alove"), 102: ("", "emuell"), 103: ("", "ghopper"), 104: ("", "zoneill"), 999: ("", "deadbeef")}


@pytest.fixture
def graded(little: Course) -> Path:
    """A course with a class list and four results of homework 3, one of which needs attention."""
    (little.root / "source" / HW).mkdir()
    shutil.copy(little.notebook("double"), little.root / "source" / HW / f"{HW}.ipynb")
    (little.root / "roster.csv").write_text(LIST, encoding="utf-8")
    for student, level in (("ada", 11), ("emil", -1), ("grace", 4)):
        save(little.root, a_result(student, level))
    save(little.root, a_result("zoe", 5, status=Status.NEEDS_ATTENTION, reason="It took too long."))
    (little.root / "canvas.csv").write_text(CANVAS, encoding="utf-8", newline="")
    (little.root / "moodle.csv").write_text(MOODLE, encoding="utf-8", newline="")
    return little.root


def export(root: Path, *options: object, assignment: str = HW) -> Result:
    command = ["--course", root, "export", assignment, *options]
    return CliRunner().invoke(cli.main, [str(part) for part in command])


def test_the_table_is_written_beside_theirs_which_stays_as_it_is(graded: Path) -> None:
    done = export(graded, "--to", "canvas", "--into", graded / "canvas.csv")
    assert done.exit_code == 1, done.output  # one needs attention
    assert (graded / "canvas.csv").read_bytes().decode() == CANVAS
    found = into_canvas(
        (graded / "canvas-filled-in.csv").read_bytes(), CanvasCourse({12345: "HW3", 77: "Essay"}, PEOPLE), 12345
    )
    assert found.scores.keys() == {"101", "102", "103", "104"}
    assert (found.scores["101"], found.scores["104"]) == (90.0, 44.0)
    assert (found.new_columns, found.unknown) == ([], [])


def test_what_was_done_what_was_left_and_what_comes_next_is_said_in_80_columns(graded: Path) -> None:
    done = export(graded, "--to", "canvas", "--into", graded / "canvas.csv")
    lines = done.stdout.splitlines()
    assert lines[0] == "canvas.csv, column 'HW3 (12345)': 3 of 5 students have their score."
    said = " ".join(done.stdout.split())
    assert "zoe needs attention: It took too long. (44.00 stays in the" in said
    assert "grace 70.00 is replaced by" in said
    assert "Student, Test (line 8) nobody in roster.csv" in said
    assert f"Table: {graded / 'canvas-filled-in.csv'}" in said
    assert "1. In Canvas, open Grades, choose Import, and upload this file." in lines
    tables = [line for line in lines if line.startswith("  ") or "─" in line]
    assert tables
    assert max(map(len, tables)) <= 80


def test_the_status_is_0_where_nobody_has_to_look(graded: Path) -> None:
    save(graded, a_result("zoe", 5))
    done = export(graded, "--to", "moodle", "--into", graded / "moodle.csv")
    assert done.exit_code == 0, done.output
    assert "4 of 4 students have their score" in done.stdout
    assert "Note: Recent Moodle ignores a grade of 0" in done.stderr
    found = into_moodle((graded / "moodle-filled-in.csv").read_bytes(), MoodleAssignment({9001: "ada"}, 90.0))
    assert found.scores == {"ada": 90.0}


def test_comments_say_the_points_of_each_task(graded: Path) -> None:
    export(graded, "--to", "moodle", "--into", graded / "moodle.csv", "--comments")
    found = into_moodle((graded / "moodle-filled-in.csv").read_bytes(), MoodleAssignment({9001: "ada"}, 90.0))
    assert found.other["ada", "comments"].startswith("hw3: 90 of 90 points (score 10 of 10, ")


def test_provisional_scores_are_written_when_asked_and_said_to_be(graded: Path) -> None:
    done = export(graded, "--to", "canvas", "--into", graded / "canvas.csv", "--provisional")
    assert done.exit_code == 1
    assert "provisional: needs attention: It took" in " ".join(done.stdout.split())
    assert "4 of 5 students" in done.stdout


def test_their_file_is_written_over_only_where_out_names_it(graded: Path) -> None:
    table = graded / "canvas.csv"
    table.chmod(0o600)
    export(graded, "--to", "canvas", "--into", table, "--out", table)
    assert table.read_bytes().decode() != CANVAS
    assert table.stat().st_mode & 0o777 == 0o600
    assert not (graded / "canvas-filled-in.csv").exists()


def test_the_same_command_twice_gives_the_same_bytes(graded: Path) -> None:
    options = ("--to", "canvas", "--into", graded / "canvas.csv", "--out", graded / "out.csv")
    export(graded, *options)
    first = (graded / "out.csv").read_bytes()
    export(graded, *options)
    assert (graded / "out.csv").read_bytes() == first


def test_a_table_of_our_own_is_for_its_owner_alone(graded: Path) -> None:
    done = export(graded, "--to", "csv")
    assert done.exit_code == 1
    table = graded / "exports" / HW / "grades.csv"
    assert table.read_text(encoding="utf-8").splitlines()[1] == "ada,Lovelace,Ada,ada@example.org,90.00,90.00"
    assert table.stat().st_mode & 0o777 == 0o600


def test_the_column_comes_from_the_settings_or_the_command(graded: Path) -> None:
    with (graded / CONFIG).open("a", encoding="utf-8") as config:
        config.write(f'\nc.Export.column = {{"{HW}": "Essay"}}\n')
    assert "column 'Essay (77)'" in export(graded, "--to", "canvas", "--into", graded / "canvas.csv").stdout
    done = export(graded, "--to", "canvas", "--into", graded / "canvas.csv", "--column", "12345")
    assert "column 'HW3 (12345)'" in done.stdout


def test_when_no_score_is_final_no_table_is_written(graded: Path) -> None:
    for student in ("ada", "emil", "grace"):
        save(graded, a_result(student, 5, status=Status.INTERNAL_ERROR, reason="It broke."))
    done = export(graded, "--to", "canvas", "--into", graded / "canvas.csv")
    assert done.exit_code == 1
    assert "no score is written" in done.stderr
    assert not (graded / "canvas-filled-in.csv").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "canvas"], "--into is missing: the table that Canvas gave."),
        (["--to", "ilias", "--into", "canvas.csv"], "'ilias' is not one of"),
        (["--to", "canvas", "--into", "nowhere.csv"], "File 'nowhere.csv' does not exist."),
        (["--to", "canvas", "--into", "canvas.csv", "--comments"], "--comments is for Moodle's worksheet only."),
        (["--to", "canvas", "--into", "canvas.csv", "--column", "HW4"], "Canvas would make a new assignment"),
        (["--to", "moodle", "--into", "canvas.csv"], "this is Canvas's gradebook, not Moodle's grading worksheet"),
        (["--to", "canvas", "--into", "canvas.csv", "--out", "roster.csv/x"], "it cannot be written"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_done_is_said_in_one_line(
    graded: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.chdir(graded)
    done = export(graded, *options)
    assert done.exit_code == 2
    last = done.stderr.rpartition("Error: ")[2].strip()
    assert said in last
    assert "\n" not in last
    assert "Traceback" not in done.output
    assert not (graded / "canvas-filled-in.csv").exists()


def test_an_assignment_that_is_unknown_or_not_graded_is_refused(graded: Path, little: Course) -> None:
    assert "Assignments of this course: double, hw3." in export(graded, "--to", "csv", assignment="hw4").stderr
    done = export(little.root, "--to", "csv", assignment="double")
    assert done.exit_code == 2
    assert "there are no submissions to report on" in done.stderr
