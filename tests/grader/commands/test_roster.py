"""`grader roster check` on the command line."""

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.course import Course

pytestmark = [pytest.mark.gradebook, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn


def check(course: Course) -> Result:
    return CliRunner().invoke(main, ["--course", str(course.root), "roster", "check"], catch_exceptions=False)


def test_a_list_that_fits_is_entered_once(laid: Course) -> None:
    (laid.root / "roster.csv").write_text("id,first_name,email\nada,Ada,a@x\nben,Ben,\n")
    first, again = check(laid), check(laid)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "roster.csv, 2 students" in first.stdout
    assert "Gradebook: 2 added, 0 changed, 0 as before" in first.stdout
    assert "Gradebook: 0 added, 0 changed, 2 as before" in again.stdout
    assert first.stderr == "Note: 1 student without an address: ben\n"


def test_what_a_person_has_to_look_at_is_told_and_exits_1(laid: Course) -> None:
    (laid.root / "roster.csv").write_text("id,email\nada,a@x\n")
    (laid.root / "submitted" / "adda\x1b[31m").mkdir(parents=True)
    done = check(laid)
    assert done.exit_code == 1
    assert "Look at: submitted/adda?[31m: no student of roster.csv has this id. Is it 'ada'?" in done.stderr


def test_a_list_that_cannot_be_used_exits_2_in_one_line(laid: Course) -> None:
    done = check(laid)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "there is no class list. Write one with the columns" in done.stderr
