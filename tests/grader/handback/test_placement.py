"""What goes into a platform's zip, whose it is, and what the ledger says of it."""

from pathlib import Path

from grader.handback.feedback import Page
from grader.handback.ledger import Ledger, State
from grader.handback.placement import Placement, note_written
from tests.support.handed_back import a_feedback


def test_all_pages_of_a_student_lie_in_the_students_folder(tmp_path: Path) -> None:
    second = tmp_path / "second.html"
    second.write_text("second")
    told = a_feedback(tmp_path)
    told = a_feedback(tmp_path, pages=(*told.pages, Page.of(second)))
    placement = Placement()
    placement.put_pages(told, "Ada_1")
    assert list(placement.files) == ["Ada_1/hw3.html", "Ada_1/second.html"]
    assert placement.files["Ada_1/second.html"] == b"second"
    assert (placement.placed, placement.lost, placement.notes) == ([told], [], [])


def test_each_student_in_a_zip_is_noted_with_its_name(tmp_path: Path) -> None:
    ledger, feedbacks = Ledger(tmp_path / "ledger"), [a_feedback(tmp_path, who) for who in ("ada", "ben")]
    note_written(ledger, "moodle", feedbacks, tmp_path / "feedback.zip")
    for told in feedbacks:
        [record] = ledger.records(told.student.id)
        assert (record.way, record.state, record.said) == ("moodle", State.WRITTEN, "feedback.zip")
        assert (record.marks, record.shown) == (told.marks, told.shown)
    assert ledger.records("cem") == ()
