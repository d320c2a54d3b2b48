"""The table of a feedback page: each task with its tests, what people gave, and the total."""

from dataclasses import replace

from bs4 import BeautifulSoup

from grader.marks import Entry, Mark, Marks
from grader.pages.feedback_page import Sources, page_html
from grader.results import Outcome, TaskResult
from tests.support.answered import graded, released
from tests.support.feedback_page import MARKED, NONE, TASKS, TESTS, marks, page, table


def test_the_page_begins_with_one_table_of_tasks_by_name() -> None:
    assert table(page()) == [
        "Task Outcome Points",
        "Task 1: double 1 / 4",
        "The double is right for any number not yet right 0 / 3",
        "The double of nothing is nothing passed 1 / 1",
        "Look at next: Is it twice as much?",
        f"Task 2: why not graded yet {NONE} / 2",
        "Total so far 1 / 4",
    ]


def test_the_total_says_what_it_leaves_out_until_a_person_has_graded_it() -> None:
    before, after = page(), page(given=MARKED)
    assert "1 of 4 points so far" in before.text
    assert "Not in the total, because it has not been graded yet: Task 2: why (2 points)." in before.text
    assert "3 of 6 points" in after.text
    assert "graded yet" not in after.text


def test_marks_extra_credit_and_comments_stand_at_their_task() -> None:
    rows = table(page(given=MARKED))
    assert rows[5] == "Comment: Nice."
    assert rows[6:] == ["Task 2: why 2 / 2", "Extra credit: +0.5, included.", "Comment: Well seen.", "Total 3 / 6"]


def test_a_score_set_by_hand_is_told_beside_that_of_the_tests() -> None:
    entry = Entry({"double": Mark(1, 4, 0, False), "why": Mark(None, 2, 0, False)}, None, 0)
    shown = page(given=Marks(TASKS, entry))
    assert "Set by hand to 4; the tests gave 1." in table(shown)
    assert "6 of 6 points" in shown.text


def test_marks_of_an_earlier_version_are_told_and_those_of_this_one_are_not() -> None:
    notebook, again = graded(), marks(Mark(None, 1.5, 0, True))
    assert "earlier version" not in page(notebook, again).text
    notebook.cells[6].metadata["grader"] = {"kept": 1.5}
    assert "1.5 points by hand were given to an earlier version of your submission" in page(notebook, again).text
    assert "earlier version" not in page(notebook, marks(Mark(None, 2, 0, True))).text
    assert "earlier version" not in page(notebook, marks(Mark(None, 1.5, 0, False))).text


def test_an_untouched_written_answer_is_not_attempted() -> None:
    assert "Task 2: why not attempted 0 / 2" in table(page(given=marks(Mark(0, None, 0, False))))


def test_an_untouched_task_is_one_line() -> None:
    untouched = tuple(replace(test, points=0, outcome=Outcome.NOT_ATTEMPTED) for test in TESTS)
    rows = table(page(tasks=(TaskResult("double", 0, 4, untouched),)))
    assert rows[1:3] == ["Task 1: double not attempted 0 / 4", f"Task 2: why not graded yet {NONE} / 2"]


def test_scores_of_nbgraders_own_tests_are_believed_only_where_they_grade() -> None:
    sources = Sources("double", released(), None, marks(Mark(None, None, 0, True)))
    stock, hidden = (
        BeautifulSoup(page_html(graded(), replace(sources, stock=on)), "html.parser") for on in (True, False)
    )
    assert "Task 1: double 1 / 4" in table(stock)
    assert f"Task 1: double not graded yet {NONE} / 4" in table(hidden)
    assert "Not graded yet" in hidden.text
