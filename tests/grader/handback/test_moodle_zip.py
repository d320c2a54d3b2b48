"""Moodle's feedback zip, read back by Moodle's own rules; whoever has no number is told, for Moodle would not."""

import zipfile
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import CourseError
from grader.handback import moodle_zip
from grader.handback.packing import write_zip
from grader.handback.participants import read_participants
from grader.roster import parse_roster
from tests.support.handed_back import ROSTER, a_feedback
from tests.support.platforms_rules import moodle

STUDENTS = parse_roster(ROSTER, Path("roster.csv"))
ENGLISH = """Identifier,Full name,Email address,Status,Grade,Maximum grade,Feedback comments
Participant 9001,Ada Lovelace,ADA@example.org,Submitted,,100,ben@example.org is nice
Participant 9002,Benjamin_Okri,ben@example.org,Submitted,,100,
Participant 9007,Zoë Müller-Lüdenscheidt,,Submitted,,100,
Participant 9999,Somebody Else,else@example.org,Submitted,,100,
"""
GERMAN = """\ufeffID;Vollständiger Name;ID-Nummer;Status;Bewertung
Teilnehmer/in9001;Lovelace, Ada;ada;Zur Bewertung abgegeben;101
Teilnehmer/in9002;Okri, Ben;102;Zur Bewertung abgegeben;103
Teilnehmer/in9007;Zoë Müller-Lüdenscheidt;;Zur Bewertung abgegeben;
"""


@pytest.mark.parametrize("text", [ENGLISH, ENGLISH.replace(",", "\t"), GERMAN])
def test_moodle_gives_each_page_to_the_student_whose_it_is(tmp_path: Path, text: str) -> None:
    worksheet, target = tmp_path / "worksheet.csv", tmp_path / "feedback.zip"
    worksheet.write_text(text, encoding="utf-8")
    own = [a_feedback(tmp_path, student) for student in ("ada", "ben", "zoe")]
    placement = moodle_zip.place(own, read_participants(Course(tmp_path), "hw3", STUDENTS, worksheet))
    write_zip(target, placement.files)
    given = moodle(target, {"9001", "9002", "9007", "9999"})
    pages = [feedback.pages[0].read() for feedback in own]
    assert placement.lost == []
    assert given == dict(zip(("9001", "9002", "9007"), ({"hw3.html": page} for page in pages), strict=True))


def test_whoever_is_in_no_row_or_in_two_is_told(tmp_path: Path) -> None:
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_text(
        "Identifier,Full name,Email address\n"
        "Participant 1,Ada Lovelace,\nParticipant 2,Ada Lovelace,\n"
        "Participant 3,Ben Okri,ben@example.org\nParticipant 4,Ben Okri,ben@example.org\n"
        "Participant 5,Zoë Müller-Lüdenscheidt,cem@example.org\n",
        encoding="utf-8",
    )
    own = [a_feedback(tmp_path, student) for student in ("ada", "ben", "cem", "zoe")]
    placement = moodle_zip.place(own, read_participants(Course(tmp_path), "hw3", STUDENTS, worksheet))
    assert {lost.student: lost.why for lost in placement.lost} == {
        "ada": "Several participants could be meant in worksheet.csv: 1 and 2.",
        "ben": "Several participants could be meant in worksheet.csv: 3 and 4.",
        "zoe": "No row of worksheet.csv names this student by address, id number or a full name that nobody else has.",
    }
    assert [feedback.student.id for feedback in placement.placed] == ["cem"]


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


def test_a_name_adds_no_part_to_a_path(tmp_path: Path) -> None:
    worksheet, target = tmp_path / "worksheet.csv", tmp_path / "feedback.zip"
    worksheet.write_text('Identifier,Full name,Email\nParticipant 9001,"../~_A/\\d_\na",ada@example.org\n')
    placement = moodle_zip.place(
        [a_feedback(tmp_path)], read_participants(Course(tmp_path), "hw3", STUDENTS, worksheet)
    )
    write_zip(target, placement.files)
    assert list(moodle(target, {"9001"})["9001"]) == ["hw3.html"]
    assert list(placement.files) == ["A d a_9001_assignfeedback_file/hw3.html"]
