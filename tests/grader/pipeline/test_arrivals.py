"""Times in nbgrader's gradebook, read at once."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.pipeline.arrivals import Arrivals, Entered, read_arrivals
from tests.support.made_up_class import HW, hand_in, open_gradebook

pytestmark = [
    pytest.mark.gradebook,
    pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning"),  # nbgrader's own
]


def test_times_and_extensions_of_all_submissions_are_read(tmp_path: Path) -> None:
    with open_gradebook(tmp_path) as book:
        for student in ("ada", "ben", "cy"):
            hand_in(tmp_path, book, student, ("A", "B"))
        book.find_submission(HW, "ben").extension = timedelta(days=1)
        book.find_submission(HW, "cy").extension = -timedelta(days=1)  # no extension at all
        book.find_submission(HW, "cy").timestamp = None
        book.add_student("absent")
        book.add_assignment("hw4")
        book.db.commit()
    arrived = datetime(2025, 12, 1, 20)
    assert read_arrivals(f"sqlite:///{tmp_path}/gradebook.db") == Arrivals(
        frozenset({"ada", "ben", "cy", "absent"}),
        {HW: datetime(2025, 12, 1, 23), "hw4": None},
        {
            ("ada", HW): Entered(arrived, timedelta(0)),
            ("ben", HW): Entered(arrived, timedelta(days=1)),
            ("cy", HW): Entered(None, timedelta(0)),
        },
    )


def test_without_a_gradebook_there_are_none_and_none_is_made(tmp_path: Path) -> None:
    assert read_arrivals(f"sqlite:///{tmp_path}/gradebook.db") == Arrivals()
    assert list(tmp_path.iterdir()) == []


def test_a_gradebook_that_cannot_be_read_is_the_course_s_error(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_text("no database" * 100)
    with pytest.raises(CourseError, match="cannot be read"):
        read_arrivals(f"sqlite:///{tmp_path}/gradebook.db")
