"""What a person decides about an item goes before all that is read."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.course import Course
from grader.errors import CourseError
from grader.handin.by_hand import FILE, Ruling, read_rulings
from grader.handin.place import Outcome
from grader.roster import Roster, Student
from tests.support import collected
from tests.support.in_this_process import in_this_process
from tests.support.mails import mail, with_file


def test_a_person_decides_whose_an_item_is_and_it_is_placed(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, "id,email\nada,ada@example.org\n")
    raw = mail("nobody", with_file("nobody"), sender="who@private.example")
    (tmp_path / "one.eml").write_bytes(raw)
    with in_this_process():
        first = collected.collecting(course, tmp_path / "one.eml")
        (row,) = first.decided.rows
        assert row.look
        table = course.root / "handed-in" / "double" / "by-hand.csv"
        table.write_text(f"item,student,arrived\n{row.entry.key},ada,2024-04-17 20:00\n")
        second = collected.collecting(course)
    assert second.good
    assert collected.submitted(course)["ada/double/timestamp.txt"] == b"2024-04-17 18:00:00 UTC\n"
    with in_this_process():
        table.write_text(f"item,student\n{row.entry.key},-\n")
        third = collected.collecting(course)
    assert [placing.outcome for placing in third.placings] == [Outcome.WITHDRAWN]
    assert not collected.submitted(course)


ROSTER = Roster((Student("ada"), Student("Ben")))
VIENNA = ZoneInfo("Europe/Vienna")


def rulings(folder: Path, text: str, roster: Roster = ROSTER) -> dict[str, Ruling]:
    (folder / FILE).write_text(text, encoding="utf-8")
    return read_rulings(folder, roster, VIENNA)


@pytest.mark.parametrize(
    "text",
    [
        "item,student,arrived\n3F2A.eml,ADA,2024-04-17 20:00\n",
        "\ufeffItem; Student ;ARRIVED\n3f2a;ada;2024-04-17 20:00\n",
        "student\titem\tarrived\nada\t3f2a.zip\t2024-04-17 18:00 UTC\n",
        "item,student,arrived,why\n3f2a,ada,2024-04-17 20:00,said so\n,,,\n",
        "item,student,arrived\n3f2a,ada,2024-04-17 20:00\n3f2a.eml,ada,2024-04-17 20:00\n",
    ],
)
def test_a_table_is_read_however_a_spreadsheet_writes_it(tmp_path: Path, text: str) -> None:
    assert rulings(tmp_path, text) == {"3f2a": Ruling("ada", datetime(2024, 4, 17, 18))}


def test_without_a_table_nothing_is_decided(tmp_path: Path) -> None:
    assert read_rulings(tmp_path, ROSTER, VIENNA) == {}
    assert rulings(tmp_path, "") == {}


def test_an_item_may_be_left_out_or_be_whosever_where_there_is_no_class_list(tmp_path: Path) -> None:
    assert rulings(tmp_path, "item,student\n1/2,-\n3,ben\n") == {"1/2": Ruling(""), "3": Ruling("Ben")}
    assert rulings(tmp_path, "item,student\n1,who\n", Roster()) == {"1": Ruling("who")}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("item,student\n1,zoe\n", "line 2 names no item, or no student of roster.csv"),
        ("item,student\n1,\n", "line 2 names no item"),
        ("item,student\n,ada\n", "line 2 names no item"),
        ("thing,student\n1,ada\n", "line 2 names no item"),
        ("item,student\n1,ada\n1.eml,ben\n", "line 3 says something else of 1.eml than a line before it"),
        ("item,student\n1,ada\n1,-\n", "line 3 says something else of 1"),
        ("item,student,arrived\n1,ada,yesterday\n", "line 2: "),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(CourseError) as caught:
        rulings(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / FILE}: {what}")


def test_a_table_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"item,student\n\xff,ada\n")
    with pytest.raises(CourseError, match="it cannot be read"):
        read_rulings(tmp_path, ROSTER, VIENNA)
