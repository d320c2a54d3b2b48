"""Due dates of the settings, as nbgrader keeps them."""

from datetime import datetime

import pytest

from grader.deadline import due_date
from grader.errors import CourseError


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-04-17 23:55:00 Europe/Vienna", datetime(2024, 4, 17, 21, 55)),
        ("2024-01-17 23:55:00 Europe/Vienna", datetime(2024, 1, 17, 22, 55)),
        ("2024-04-17 23:55 UTC", datetime(2024, 4, 17, 23, 55)),
    ],
)
def test_a_due_date_is_kept_in_utc_without_a_zone(text: str, utc: datetime) -> None:
    assert due_date(text) == utc


@pytest.mark.parametrize("text", ["", "tomorrow", "2024-04-17 23:55:00", "2024-04-17 23:55:00 Europe/Atlantis"])
def test_what_is_no_date_is_told_with_its_remedy(text: str) -> None:
    with pytest.raises(CourseError, match="Write it like"):
        due_date(text)
