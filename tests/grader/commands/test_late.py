"""`grader late` on the command line: everybody's time beforehand, and nothing written."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader import console
from grader.cli import main
from grader.course import Course
from tests.support.late_class import DUE, EXPLAINED, NAME, RULE, hand_in, settings

pytestmark = [pytest.mark.gradebook, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn


def late(course: Course, *options: str) -> Result:
    arguments = ["--course", str(course.root), "late", NAME, *options]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def files(course: Course) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}


def test_it_tells_who_is_late_by_what_and_writes_nothing(
    late_class_once: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.out, "_width", 80)
    before = files(late_class_once)
    done = late(late_class_once)
    assert done.exit_code == 0
    assert files(late_class_once) == before
    assert all(len(line) <= 80 for line in done.stdout.splitlines()[1:])
    shown = " ".join(done.stdout.split())
    for said in (
        "The rule: 10 % of the points earned for each day begun; nothing within 10 min; 1 free day",
        "cy 19 Apr 02:55 17 Apr 23:55 27 h late, one free day used",
        "emil 19 Apr 10:00 20 Apr 12:00 34 h 5 min after the due date",
        "3 after the due date, 1 on time. Times are those of Europe/Vienna.",
        "Not handed in yet, extension until 30 Apr 12:00: zoe",
    ):
        assert said in shown
    assert "count as on time: fay, gus" in done.stderr
    assert "burn-out" not in done.output


def test_the_same_for_machines_names_everybody(late_class_once: Course) -> None:
    done = late(late_class_once, "--json")
    found = json.loads(done.stdout)
    assert (found["assignment"], found["due"]) == (NAME, "2024-04-17 21:55:00 UTC")
    assert {each["student"]: each["details"] for each in found["students"]} == {
        student: said for student, said in EXPLAINED.items() if student != "zoe"
    }
    cy = next(each for each in found["students"] if each["student"] == "cy")
    assert (cy["arrived"], cy["late_hours"], cy["free_days"]) == ("2024-04-19 00:55:00 UTC", 27, 1)
    assert (cy["counted_hours"], cy["percent"], cy["points"]) == (3, 10, 0.55)
    assert found["extensions"] == [{"student": "zoe", "until": "2024-04-30 10:00:00 UTC"}]


def test_before_anything_is_graded_it_tells_the_share(little: Course) -> None:
    course = settings(little, DUE + RULE)
    hand_in(course, "cy", "2024-04-19 02:55")
    done = late(course)
    assert done.exit_code == 0
    assert "10 % of the points earned" in " ".join(done.stdout.split())
    assert not (course.root / "gradebook.db").exists()


def test_without_a_rule_or_a_date_it_says_what_to_do(little: Course) -> None:
    hand_in(little, "cy", "2024-04-19 02:55")
    done = late(little)
    assert done.exit_code == 2
    assert "c.Late is not set, so there is no rule for late work. Set c.Late.per_day, say" in done.stderr
    done = late(settings(little, RULE))
    assert done.exit_code == 0
    assert "double has no due date, so nobody is late. State it in c.Course.due." in done.stderr


@pytest.mark.parametrize("command", [["late", NAME], ["report", NAME], ["grade", NAME, "--no-sandbox"]])
def test_settings_and_tables_that_cannot_be_used_stop_a_command_before_it_begins(
    little: Course, command: list[str]
) -> None:
    course = settings(little, DUE + RULE)
    hand_in(course, "cy", None)
    (course.root / "extensions.csv").write_text("student,assignment,until\ncyy,double,2024-04-30 12:00\n")
    done = CliRunner().invoke(main, ["--course", str(course.root), *command], catch_exceptions=False)
    assert done.exit_code == 2
    assert "Error: extensions.csv: line 2: there is no student 'cyy' (is it 'cy'?). Correct these lines." in done.stderr
    assert not (course.root / "gradebook.db").exists()
