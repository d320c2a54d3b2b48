"""What counts is placed in submitted/, and nothing that a person put or changed there is replaced."""

from pathlib import Path

from grader.course import Course
from grader.handin.place import Outcome
from tests.support import collected
from tests.support.mail_cases import CASES, ROSTER
from tests.support.mails import mail, mbox, notebook, with_file


def test_work_that_a_person_put_there_is_never_replaced(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    own = course.root / "submitted" / "plain" / "double" / "double.ipynb"
    own.parent.mkdir(parents=True)
    own.write_bytes(notebook("by hand"))
    (tmp_path / "ta.mbox").write_bytes(mbox(CASES[:2]))
    with collected.here():
        result = collected.collecting(course, tmp_path / "ta.mbox")
    outcomes = {placing.student: placing for placing in result.placings}
    assert outcomes["plain"].outcome is Outcome.LEFT
    assert "submitted/plain/double holds work that `grader collect` did not put there" in outcomes["plain"].why
    assert own.read_bytes() == notebook("by hand")
    assert outcomes["apple"].outcome is Outcome.NEW
    assert not result.good


def test_what_was_changed_after_it_was_placed_is_left(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    source = tmp_path / "one.eml"
    source.write_bytes(CASES[0].raw)
    with collected.here():
        collected.collecting(course, source)
        placed = course.root / "submitted" / "plain" / "double" / "double.ipynb"
        placed.write_bytes(b"mended")
        source.write_bytes(mail("plain", with_file("plain 2"), date="Wed, 17 Apr 2024 23:54:50 +0200"))
        result = collected.collecting(course, source)
    assert [placing.outcome for placing in result.placings] == [Outcome.LEFT]
    assert placed.read_bytes() == b"mended"
