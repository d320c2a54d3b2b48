"""Extensions: what a line says, and what is wrong with it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.errors import CourseError
from grader.late.extensions import Known, parse_extensions, read_extensions

KNOWN = Known(
    {"ada", "ben"},
    {"hw3": datetime(2024, 4, 17, 21, 55), "warmup": None, "hw10": datetime(2024, 10, 26, 21, 55)},
    ZoneInfo("Europe/Vienna"),
)
HEAD = "student,assignment,until,reason\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}ada,hw3,2024-04-19 12:00,ill\n",
        f"{HEAD}ada,hw3,2024-04-19 10:00 UTC,\n\n,,,\n",
        "until;STUDENT; assignment\r\n2024-04-19 12:00 +0200;ada ; hw3\r\n",
    ],
)
def test_an_extension_is_read_in_utc(text: str) -> None:
    assert parse_extensions(text, "extensions.csv", KNOWN) == {("ada", "hw3"): datetime(2024, 4, 19, 10)}


def test_where_clocks_are_changed_the_later_meaning_counts() -> None:
    found = parse_extensions(f"{HEAD}ada,hw10,2024-10-27 02:30,\n", "extensions.csv", KNOWN)
    assert found == {("ada", "hw10"): datetime(2024, 10, 27, 1, 30)}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("adda,hw3,2024-04-19 12:00,", r"line 2: there is no student 'adda' \(is it 'ada'\?\)"),
        (",hw3,2024-04-19 12:00,", "line 2: there is no student ''"),
        ("ada,hw33,2024-04-19 12:00,", r"line 2: there is no assignment 'hw33' \(is it 'hw3'\?\)"),
        ("ada,warmup,2024-04-19 12:00,", "line 2: warmup has no due date"),
        ("ada,hw3,2024-04-19,", "line 2: '2024-04-19' is not a date and a time, write it like '2024"),
        ("ada,hw3,2024-04-19 12:00 CEST,", "line 2: .*contains an invalid date, time or time zone"),
        ("ada,hw3,2024-04-17 23:55,", "line 2: '2024-04-17 23:55' is not after hw3 is due"),
        (
            "ada,hw3,2024-04-19 12:00,\nada,hw3,2024-04-20 12:00,",
            "line 3: ada has an extension of hw3 already, in line 2",
        ),
        ("ada,hw3,2024-04-19 12:00,ill, very ill", "line 2: 5 cells under 4 columns"),
        ("adda,hw3,2024-04-19 12:00,\nben,hw33,2024-04-19 12:00,", "line 2: .*; line 3: "),
    ],
)
def test_lines_that_cannot_be_used_are_all_named(lines: str, told: str) -> None:
    with pytest.raises(CourseError, match=f"^extensions.csv: .*{told}") as raised:
        parse_extensions(f"{HEAD}{lines}\n", "extensions.csv", KNOWN)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("secret", ["burn-out", "2024-04-19, burn-out"])
def test_a_reason_is_in_no_error(secret: str) -> None:
    with pytest.raises(CourseError) as raised:
        parse_extensions(f'{HEAD}nobody,hw3,2024-04-19 12:00,"{secret}"\nada,hw3,,"{secret}"\n', "e.csv", KNOWN)
    assert "burn-out" not in str(raised.value)


@pytest.mark.parametrize("head", ["student,until", "student,assignment,until,until", ""])
def test_a_header_that_lacks_a_column_is_told(head: str) -> None:
    with pytest.raises(CourseError, match="its first line has not one column"):
        parse_extensions(f"{head}\n", "extensions.csv", KNOWN)


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_extensions(tmp_path / "extensions.csv", KNOWN) == {}
