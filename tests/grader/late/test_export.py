"""The table that nbgrader's export writes takes off what the course's own rule says."""

import pytest

from grader.course import Course
from tests.support.late_class import TIMES, exported, rows, settings

pytestmark = [pytest.mark.gradebook, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn


def test_nbgrader_s_export_agrees_with_the_table_of_grades(late_course: Course) -> None:
    found, table = rows(late_course), exported(late_course)
    for student in TIMES:
        assert float(table[student]["score"]) == found[student].total
        assert float(table[student]["late_submission_penalty"]) == found[student].penalty
    assert float(table["cy"]["raw_score"]) == 5.5


def test_an_export_with_settings_that_cannot_be_used_ends_in_one_line(late_course: Course) -> None:
    late_course = settings(late_course, "c.Late.perday = 3")
    with pytest.raises(SystemExit, match=r"^Error: .*has no setting 'perday'"):
        exported(late_course)
