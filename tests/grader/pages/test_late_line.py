"""What a page says of lateness: taken off one notebook, or said once of several."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup

from grader.marks import Entry, Mark, Marks, Task
from grader.pages.feedback_page import Late, Sources, page_html, sources_of, unjudged_html
from grader.penalty import Basis, Penalty
from grader.results import Status, SubmissionResult
from tests.support.answered import graded, released

DUE = datetime(2024, 4, 17, 21, 55)
PENALTY = Penalty(DUE + timedelta(hours=27), DUE, DUE, 1, timedelta(hours=3), Decimal(10), rule="10 % a day")
TASKS = (Task("double", 4), Task("why", 2, by_hand=True))
MARKS = Marks(TASKS, Entry({"double": Mark(4, None, 0, False), "why": Mark(None, 1.5, 0, False)}, 27.0, 0.0))
OTHER = Marks((Task("more", 10),), Entry({"more": Mark(7, None, 0.5, False)}, 27.0, 0.0))
WAITING = Marks((Task("more", 10),), Entry({"more": Mark(None, None, 0, True)}, 27.0, 0.0))


def text(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def sources(penalty: Penalty | None = PENALTY, *elsewhere: Marks, marks: Marks = MARKS) -> Sources:
    return Sources("double", released(), None, marks, True, penalty, elsewhere)


def test_the_penalty_of_one_notebook_is_taken_off_its_total() -> None:
    shown = text(page_html(graded(), sources()))
    assert "Handed in 27 h late, one free day used, 3 h count: 10 % of 5.5 = 0.55 points." in shown
    assert "The course's rule for late work: 10 % a day." in shown
    assert "4.95 of 6 points" in shown
    assert shown.count("Penalty for handing in late") == 1


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            OTHER,
            "10 % of 13 = 1.3 points, taken off once from the total of all 2 notebooks, which leaves 11.7 of 16.",
        ),
        (
            WAITING,
            "10 % of 5.5 = 0.55 points, taken off once from the total of all 2 notebooks, which leaves 4.95 of 16.",
        ),
    ],
)
def test_the_penalty_of_several_notebooks_is_said_once_and_taken_off_none_of_them(other: Marks, said: str) -> None:
    shown = text(page_html(graded(), sources(PENALTY, other)))
    assert shown.count(said) == 1
    assert "Penalty for handing in late" not in shown
    assert "5.5 of 6 points" in shown


def test_a_penalty_of_the_maximum_is_that_of_all_notebooks() -> None:
    penalty = Penalty(PENALTY.arrived, DUE, DUE, 0, PENALTY.counted, Decimal(10), Basis.MAXIMUM)
    assert "10 % of the maximum of 16 = 1.6 points" in text(page_html(graded(), sources(penalty, OTHER)))


def test_what_is_not_graded_yet_names_the_share_alone() -> None:
    nothing = Marks(TASKS, Entry({}, None, 0.0))
    shown = text(page_html(graded(), sources(marks=nothing)))
    assert "3 h count: 10 % of the points earned." in shown
    assert "Not graded yet" in shown


def test_the_page_of_what_could_not_be_read_says_it_of_points_that_a_person_gave() -> None:
    result = SubmissionResult("double", Status.NEEDS_ATTENTION, 0, 4, reason="no notebook")
    given = Sources("double", released(), result, MARKS, False, PENALTY)
    shown = text(unjudged_html(given))
    assert "10 % of 1.5 = 0.15 points" in shown
    assert "1.35 / 2" in shown


@pytest.mark.parametrize("arrived", [None, DUE])
def test_who_is_on_time_reads_nothing_of_it(arrived: datetime | None) -> None:
    plain = sources(None, marks=Marks(TASKS, Entry(MARKS.entry.marks, None, 0.0)))
    on_time = sources(Penalty(arrived, DUE, DUE, rule="10 % a day"), OTHER, marks=plain.marks)
    assert on_time.digest == plain.digest
    assert page_html(graded(), on_time) == page_html(graded(), plain)


def test_nbgrader_s_own_hours_and_penalty_are_left_out_where_there_is_a_rule(laid: Any) -> None:
    own = Marks(TASKS, Entry(MARKS.entry.marks, 27.0, 3.0))
    on_time = sources_of(laid, "double", None, own, released(), Late(Penalty(DUE, DUE, DUE)))
    assert (on_time.marks.entry.late_hours, on_time.marks.entry.penalty) == (None, 0)
    assert sources_of(laid, "double", None, own, released()).marks is own


@pytest.mark.parametrize(
    "other",
    [
        sources(Penalty(PENALTY.arrived, DUE, DUE, 1, PENALTY.counted, Decimal(20), rule="10 % a day")),
        sources(Penalty(PENALTY.arrived, DUE, DUE, 1, PENALTY.counted, Decimal(10), rule="another")),
        sources(PENALTY, OTHER),
        sources(None),
    ],
    ids=["share", "rule", "another notebook", "no rule"],
)
def test_another_penalty_makes_another_page(other: Sources) -> None:
    assert other.digest != sources().digest
