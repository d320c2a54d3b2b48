"""Only final results are handed back, with the page that the gradebook gives; the others are told by name and why."""

import os
import shutil
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.course import Course
from grader.handback.feedback import Page
from grader.handback.selection import Selection, select
from grader.reports.renewal import Renewal, page_of
from grader.results import Status
from grader.roster import read_roster
from tests.support.handed_back import COMMENT, change_mark
from tests.support.made_up_class import HW, a_result, mark, save

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn


def selected(graded_class: Course, *chosen: str) -> Selection:
    return select(graded_class, HW, read_roster(graded_class), chosen)


def test_final_results_come_with_points_comments_and_pages(graded_class: Course) -> None:
    found = selected(graded_class)
    final = {feedback.student.id: feedback for feedback in found.final}
    assert list(final) == ["ada", "ben", "eve", "zoe"]
    assert {waiting.student: waiting.why for waiting in found.waiting} == {
        "cem": "A person has to mark: gradient_map.",
        "dora": "Its status is “needs attention” (The notebook is torn.).",
    }
    assert found.nothing == 1
    assert found.newer == ()
    assert (final["ada"].total, final["ada"].max) == (97.5, 100)
    assert final["ada"].tasks[-1].comment == COMMENT
    assert final["ada"].tasks[0].task == "Task: the score"
    assert (final["ben"].penalty, final["ben"].student.email) == (5.0, "ben@example.org")
    [page] = final["ada"].pages
    assert page.path == page_of(graded_class, HW, "ada", HW)
    assert b"97.5 of 100 points" in page.read()


def test_a_mark_that_changed_renews_the_page_first(graded_class: Course) -> None:
    before = selected(graded_class, "ada").final[0]
    change_mark(graded_class.root, "ada", 3.0)
    after = selected(graded_class, "ada").final[0]
    assert (before.total, after.total) == (97.5, 93.0)
    assert b"93 of 100 points" in after.pages[0].read()
    assert before.marks != after.marks
    assert before.shown != after.shown
    assert selected(graded_class, "ada").final[0].marks == after.marks


def test_a_comment_that_changed_changes_the_marks(graded_class: Course) -> None:
    before = selected(graded_class, "ben").final[0]
    with Gradebook(graded_class.database) as book:
        book.find_comment("score-answer", HW, HW, "ben").manual_comment = "Of an answer's cell."
        book.db.commit()
    after = selected(graded_class, "ben").final[0]
    assert before.marks != after.marks
    assert after.tasks[0].comment == "Of an answer's cell."


def test_what_waits_for_a_person_says_so(graded_class: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    with Gradebook(graded_class.database) as book:
        mark(book, "ada", "gradient_map", needs_manual_grade=True)
    save(graded_class.root, a_result("ben", 3, status=Status.INTERNAL_ERROR, reason="A test broke."))
    graded_class.result_file(HW, "zoe").unlink()
    page = page_of(graded_class, HW, "eve", HW)
    line = f"{page}: the page could not be renewed (disk full). Grade it again"
    monkeypatch.setattr("grader.handback.selection.renew_pages", lambda graded_class, assignment: Renewal(0, (line,)))
    why = {waiting.student: waiting.why for waiting in selected(graded_class).waiting}
    assert why["ada"].startswith("It was marked by hand before it was graded again")
    assert why["ben"].startswith("Its status is “internal error”")
    assert why["zoe"]
    assert why["eve"].startswith("The page hw3.html could not be renewed")
    assert set(why) == {"ada", "ben", "cem", "dora", "eve", "zoe"}


def test_a_page_that_is_missing_is_told(graded_class: Course) -> None:
    shutil.rmtree(graded_class.root / "autograded" / "ada")
    [waiting] = selected(graded_class, "ada").waiting
    assert waiting.why == "There is no feedback page hw3.html. Grade this submission again."


def test_a_page_that_cannot_be_read_is_told(graded_class: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Page:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Page, "of", refuse)
    [waiting] = selected(graded_class, "ada").waiting
    assert waiting.why == "The feedback page cannot be read (Permission denied)."


def test_a_submission_that_is_newer_than_its_result_is_told(graded_class: Course) -> None:
    path = graded_class.root / "submitted" / "ada" / HW / "hw3.ipynb"
    path.write_text("{}")
    os.utime(path, (time.time() + 60, time.time() + 60))
    assert selected(graded_class).newer == ("ada",)
