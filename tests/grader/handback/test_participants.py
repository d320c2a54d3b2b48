"""Who is which participant of a Moodle assignment: told by a worksheet or a download, or by nothing."""

import zipfile
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import CourseError
from grader.handback.participants import Participants, read_participants
from grader.roster import parse_roster
from tests.support.handed_back import ROSTER

STUDENTS = parse_roster(ROSTER, Path("roster.csv"))


def test_a_full_name_that_two_rows_have_tells_nobody(tmp_path: Path) -> None:
    worksheet = tmp_path / "worksheet.csv"
    rows = "Participant 1,Ada Lovelace,one@elsewhere.example\nParticipant 2,Ada Lovelace,two@elsewhere.example\n"
    worksheet.write_text(f"Identifier,Full name,Email address\n{rows}", encoding="utf-8")
    assert read_participants(Course(tmp_path), "hw3", STUDENTS, worksheet).numbers == {}


@pytest.mark.parametrize(
    "folder", ["{}_assignsubmission_file", "{}_assignsubmission_file_", "{}_assignsubmission_file_hw3.ipynb"]
)
def test_a_download_that_was_kept_tells_the_numbers(tmp_path: Path, folder: str) -> None:
    kept = tmp_path / "handed-in" / "hw3"
    kept.mkdir(parents=True)
    with zipfile.ZipFile(kept / "abc.zip", "w") as archive:
        for name in ("Ada Lovelace_9001", "Ben Okri_9002", "Ben Okri_9003", "Nobody Known_9004"):
            archive.writestr(
                f"{folder.format(name)}/hw3.ipynb" if not folder.endswith("b") else folder.format(name), "x"
            )
    (kept / "other.zip").write_bytes(b"no zip")
    participants = read_participants(Course(tmp_path), "hw3", STUDENTS, None)
    assert participants.of("ada") == ("9001", "Ada Lovelace")
    assert participants.of("ben") is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "none of its columns"),
        ("Student,Number\nAda,7\n", "none of its columns"),
        ("Student,ID\nAda,7\n", "line 2 has the identifier '7', which is no participant's number"),
        ("Identifier,Full name\n17,Ada Lovelace\n", "line 2 has the identifier '17'"),
        ("Identifier\nParticipant 1\nTotal\n", "line 3 has the identifier 'Total'"),
    ],
)
def test_a_table_that_is_no_worksheet_is_refused(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "table.csv").write_text(text)
    with pytest.raises(CourseError, match=what):
        read_participants(Course(tmp_path), "hw3", STUDENTS, tmp_path / "table.csv")


def test_without_any_table_the_worksheet_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="--worksheet"):
        read_participants(Course(tmp_path), "hw3", STUDENTS, None)


def test_a_worksheet_that_was_kept_goes_before_downloads_and_other_tables_are_passed_over(tmp_path: Path) -> None:
    kept = tmp_path / "handed-in" / "hw3"
    kept.mkdir(parents=True)
    (kept / "a.csv").write_text("Student,ID\nAda,101\n")  # Canvas's
    (kept / "b.csv").write_text("Identifier,Full name,Email address\nParticipant 7,Ada L,ada@example.org\n")
    with zipfile.ZipFile(kept / "c.zip", "w") as archive:
        archive.writestr("Ada Lovelace_9_assignsubmission_file/hw3.ipynb", "x")
    found = read_participants(Course(tmp_path), "hw3", STUDENTS, None)
    assert (found.of("ada"), found.sources) == (("7", "Ada L"), (kept / "b.csv",))


def test_two_numbers_for_one_student_are_none() -> None:
    found = Participants()
    assert found.of("ada") is None
    found.numbers["ada"]["7"] = "Ada L"
    assert found.of("ada") == ("7", "Ada L")
    found.numbers["ada"]["8"] = "Ada L"
    assert found.of("ada") is None
