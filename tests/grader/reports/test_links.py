"""Each student's row leads to the feedback page that exists, and to nothing else."""

import pytest

from grader.reports.grade_sheet import read_grade_sheet
from grader.reports.report import write_report
from tests.support.made_up_class import HW, hand_in

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = [pytest.mark.gradebook, pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")]


def test_each_student_has_a_link_to_the_feedback_page_that_exists(ada):
    root, book = ada
    odd = "a b?#%&'ü"
    hand_in(root, book, odd, ("Odd", "Name"))
    (root / "source" / HW).mkdir(parents=True)
    (root / "source" / HW / "my hw3.ipynb").touch()
    page = root / "feedback" / odd / HW / "my hw3.html"
    page.parent.mkdir(parents=True)
    page.touch()
    html = write_report(root, read_grade_sheet(root, HW)).page.read_text(encoding="utf-8")
    address = f"../../feedback/a%20b%3F%23%25%26%27%C3%BC/{HW}/my%20hw3.html"
    assert html.count(f'href="{address}"') >= 1
    assert {part.split('"')[0] for part in html.split('href="')[1:]} == {address}  # ada has no page


def test_no_name_in_the_gradebook_leads_out_of_the_feedback_folder(ada):
    root, book = ada
    (root / "source" / HW).mkdir(parents=True)
    (root / "source" / HW / "hw3.ipynb").touch()
    (root / "feedback").mkdir()
    (root / "feedback" / HW).mkdir()
    (root / HW).mkdir()
    (root / HW / "hw3.html").touch()
    book.add_student("..")
    assert "href=" not in write_report(root, read_grade_sheet(root, HW)).page.read_text(encoding="utf-8")
