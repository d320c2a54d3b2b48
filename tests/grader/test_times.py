"""Times as they are written in timestamp.txt and in the settings, and what they mean."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.errors import CourseError, GraderError
from grader.times import LONGEST, Reading, due_date, mail_date, normalize_time, read_time

VIENNA = ZoneInfo("Europe/Vienna")
UNREADABLE = [
    *("2024-04-17 22:55:00 CEST", "2024-04-17 22:55:00 MESZ", "2024-04-17 22:55:00 EDT", "2024-04-17 22:55:00 EST"),
    *("2024-04-17 22:55:00 7200", "2024-04-17 22:55:00 +2", "2024-04-17 22:55:00 +99:00", "2024-04-17 22:55:00 UTC+2"),
    *("22:55", "10", "", "tomorrow", "17.04.2024 22:55", "2024-04-17", "2024-02-30 10:00", "2024-04-17 25:00"),
    *(
        "2024-04-17 22:55:00 Europe/Atlantis",
        "2024-04-17 22:55:00 ../etc/passwd",
        "0001-01-01 00:00 +14:00",
        "0001-01-01 00:00",
    ),
    *("2024-04-17 22:55:00 Europe", "2024-04-17 22:55:00\n2024-04-18 22:55:00", "\u0662024-04-17 22:55"),
]


@pytest.mark.parametrize(
    "text",
    [
        *("2024-04-17 22:55:00 +0200", "2024-04-17 22:55:00 +02:00", "2024-04-17T22:55:00+02:00", "2024-04-17 22:55"),
        *("2024-04-17 20:55:00 UTC", "2024-04-17T20:55:00Z", "2024-04-17 20:55:00 GMT", "2024-04-17 22:55:00"),
        *("2024-04-17  22:55:00 +02", "2024-04-17 20:55:00.1234567Z", "2024-04-17 20:55:00 utc"),
        *("2024-04-17 16:55:00 America/New_York", "2024-04-17 20:55:00.000000 +0000", " 2024-04-18 05:55 Japan\n"),
    ],
)
def test_a_time_is_read_with_its_zone_else_in_that_of_the_course(text: str) -> None:
    moment = datetime(2024, 4, 17, 20, 55)
    assert read_time(text, VIENNA) == Reading(moment, moment)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_may_have_another_meaning_is_not_read(text: str) -> None:
    with pytest.raises(GraderError, match="Write it like"):
        read_time(text, VIENNA)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-10-27 02:30", datetime(2024, 10, 27, 0, 30), datetime(2024, 10, 27, 1, 30)),
        ("2024-03-31 02:30", datetime(2024, 3, 31, 0, 30), datetime(2024, 3, 31, 1, 30)),
    ],
    ids=["twice", "never"],
)
def test_where_clocks_are_changed_what_favours_the_student_counts(
    tmp_path: Path, text: str, first: datetime, last: datetime
) -> None:
    assert due_date(text, VIENNA) == last
    path = tmp_path / "timestamp.txt"
    path.write_text(text)
    [note] = normalize_time(path, VIENNA)
    assert "the earlier reading was used" in note
    assert path.read_text() == f"{first} UTC\n"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-04-17 23:55:00 Europe/Vienna", datetime(2024, 4, 17, 21, 55)),
        ("2024-01-17 23:55:00", datetime(2024, 1, 17, 22, 55)),
        ("2024-04-17 23:55 UTC", datetime(2024, 4, 17, 23, 55)),
    ],
)
def test_a_due_date_is_kept_in_utc_without_a_zone(text: str, utc: datetime) -> None:
    assert due_date(text, VIENNA) == utc


@pytest.mark.parametrize("text", [*UNREADABLE, None, 10])
def test_what_is_no_due_date_is_told_with_its_remedy_in_one_line(text: object) -> None:
    with pytest.raises(CourseError, match="Write it like") as told:
        due_date(text, VIENNA)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf2024-04-17 22:55:00\r\n", "2024-04-17 22:55:00\r\n".encode("utf-16")],
    ids=["UTF-8", "PowerShell's UTF-16"],
)
def test_a_time_of_handing_in_is_written_anew_in_utc(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "timestamp.txt"
    path.write_bytes(content)
    assert normalize_time(path, VIENNA) == []
    assert path.read_text() == "2024-04-17 20:55:00 UTC\n"


@pytest.mark.parametrize(
    "content",
    [*(text.encode() for text in UNREADABLE), b"\xff\xfe2\x000\x00", b"2024-04-17 22:55" + b" " * LONGEST],
)
def test_a_time_of_handing_in_that_cannot_be_read_is_removed_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "timestamp.txt"
    path.write_bytes(content)
    [note] = normalize_time(path, VIENNA)
    assert note.startswith("The submission time could not be read from timestamp.txt (")
    assert "counts as on time" in note
    assert not path.exists()


def test_without_a_time_of_handing_in_nothing_is_told(tmp_path: Path) -> None:
    assert normalize_time(tmp_path / "timestamp.txt", VIENNA) == []


@pytest.mark.parametrize(
    "text",
    [
        *("Wed, 17 Apr 2024 23:54:10 +0200", "Wed, 17 Apr 2024 23:54:10 +0200 (CEST)", "17 Apr 24 23:54:10 +0200"),
        *("Wed, 17 Apr 2024 21:54:10 GMT", "Wed, 17 Apr 2024 21:54:10 UT", "Wed, 17 Apr 2024 17:54:10 -0400 (EDT)"),
    ],
)
def test_a_mail_s_date_with_a_clear_zone_is_read_in_utc(text: str) -> None:
    assert mail_date(text) == datetime(2024, 4, 17, 21, 54, 10)


@pytest.mark.parametrize(
    "text",
    [
        *("Wed, 17 Apr 2024 23:54:10 CEST", "Wed, 17 Apr 2024 23:54:10 EST", "Wed, 17 Apr 2024 23:54:10 -0000"),
        *("Wed, 17 Apr 2024 23:54:10", "", "1 +0200", "Wed, 32 Apr 2024 23:54:10 +0200", "2024-04-17 10:00 +0200"),
        *("Wed, 17 Apr 9999 23:54:10 -1200", "Wed, 17 Apr 99999999999 23:54:10 +0200", "\x00 1 +0200", "( " * 50),
    ],
)
def test_a_mail_s_date_of_unclear_zone_is_none(text: str) -> None:
    assert mail_date(text) is None
