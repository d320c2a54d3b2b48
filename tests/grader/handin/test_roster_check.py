"""The class list against what was handed in."""

import pytest

from grader.course import Course
from grader.errors import CourseError
from grader.handin.roster_check import check_roster

pytestmark = pytest.mark.gradebook


def test_what_does_not_fit_the_list_is_told_with_the_nearest_name(laid: Course) -> None:
    (laid.root / "roster.csv").write_text("id,Mail,shoe size,email\nAda,a@x,38,\nben,b@x,41,b@x\n")
    for folder in ("ada", "ben", "zz9", ".hidden", "double"):
        (laid.root / "submitted" / folder).mkdir(parents=True)
    found = check_roster(laid)
    remedy = "Rename the folder, or add the student to the list."
    known = "id, first_name, last_name, email, lms_user_id, also, login, github, section"
    assert found.doubtful == (
        "roster.csv: the column 'Mail' is not known, and not read. Is it email?",
        f"roster.csv: the column 'shoe size' is not known, and not read. Known columns: {known}.",
        f"submitted/ada: no student of roster.csv has this id. Is it 'Ada'? {remedy}",
        f"submitted/zz9: no student of roster.csv has this id. {remedy}",
    )
    assert found.without_address == ("Ada",)
    assert found.entered.added == ("Ada", "ben")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "there is no class list"),
        ("id\n", "it lists no students"),
        ("id,email\nada,a@x\nada,a@x\n", "two students have the id 'ada'"),
    ],
)
def test_a_list_that_cannot_be_used_enters_nobody(little: Course, text: str | None, told: str) -> None:
    if text is not None:
        (little.root / "roster.csv").write_text(text)
    with pytest.raises(CourseError, match=told):
        check_roster(little)
    assert not (little.root / "gradebook.db").exists()
