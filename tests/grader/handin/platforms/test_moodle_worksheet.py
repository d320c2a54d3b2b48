"""Who is behind a participant's number: read from the grading worksheet in each language, or refused with the line."""

from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.platforms.moodle_worksheet import Participant, read_worksheets

ENGLISH = "Identifier,Full name,Email address,Last modified (submission)\n"
ROW = 'Participant 9001,Ada L,ada@example.org,"Wednesday, 17 April 2024, 11:54 PM"\n'


def sheet(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_each_row_is_a_participant_with_what_the_sheet_says(tmp_path: Path) -> None:
    text = "Identifier,Full name,Username,ID number,Group,Email address,Last modified (submission)\n"
    path = sheet(tmp_path / "w.csv", text + "Participant 7,Ada L,alove,101,Team 3,ada@example.org,-\n")
    [found] = read_worksheets((path,)).values()
    assert found == Participant("7", "Ada L", "ada@example.org", "101", "alove", "Team 3", "-", "line 2 of w.csv")
    assert not found.handed_in


@pytest.mark.parametrize(("submitted", "handed_in"), [("17 April 2024", True), ("-", False), ("", False), ("٣", True)])
def test_a_time_of_handing_in_has_a_digit(submitted: str, handed_in: bool) -> None:
    assert Participant("7", submitted=submitted).handed_in is handed_in


def test_a_name_names_somebody_only_where_nothing_surer_stands_there() -> None:
    assert [column for column, _ in Participant("7", "Ada L").keys] == ["address", "login", "id", "lms_user_id", "name"]
    assert ("name", "Ada L") not in Participant("7", "Ada L", login="alove").keys
    assert Participant("7", id_number="101").keys[2:] == [("id", "101"), ("lms_user_id", "101")]


def test_times_are_needed_only_where_they_are_asked_for(tmp_path: Path) -> None:
    path = sheet(tmp_path / "w.csv", "Identifier,Full name\nParticipant 7,Ada L\n")
    assert list(read_worksheets((path,), timed=False)) == ["7"]
    with pytest.raises(CourseError, match="is one that I know as the time of handing in"):
        read_worksheets((path,))


def test_two_worksheets_may_repeat_a_person_and_must_not_exchange_one(tmp_path: Path) -> None:
    one = sheet(tmp_path / "one.csv", ENGLISH + ROW)
    other = sheet(tmp_path / "other.csv", ENGLISH + ROW.replace("ada@", "ADA@") + ROW.replace("9001", "9002"))
    assert list(read_worksheets((one, other))) == ["9001", "9002"]
    third = sheet(tmp_path / "third.csv", ENGLISH + ROW.replace("Ada L", "Ben O"))
    with pytest.raises(CourseError) as caught:
        read_worksheets((one, third))
    told = "participant 9001 is one person in line 2 of one.csv, and another in line 2 of third.csv"
    assert told in str(caught.value)


@pytest.mark.parametrize("identifier", ["9001", "Participant", "Participant 9001 x", "", "Participant 9 001"])
def test_an_identifier_that_is_no_number_is_told_with_its_line(tmp_path: Path, identifier: str) -> None:
    path = sheet(tmp_path / "w.csv", f"{ENGLISH}{ROW}{identifier},Ben,b@example.org,-\n")
    with pytest.raises(CourseError, match=r"line 3 has the identifier"):
        read_worksheets((path,))
