"""Moodle's feedback zip, read back by Moodle's own rules; whoever has no number is told, for Moodle would not."""

from pathlib import Path

import pytest

from grader.course import Course
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


def test_a_name_adds_no_part_to_a_path(tmp_path: Path) -> None:
    worksheet, target = tmp_path / "worksheet.csv", tmp_path / "feedback.zip"
    worksheet.write_text('Identifier,Full name,Email\nParticipant 9001,"../~_A/\\d_\na",ada@example.org\n')
    placement = moodle_zip.place(
        [a_feedback(tmp_path)], read_participants(Course(tmp_path), "hw3", STUDENTS, worksheet)
    )
    write_zip(target, placement.files)
    assert list(moodle(target, {"9001"})["9001"]) == ["hw3.html"]
    assert list(placement.files) == ["A d a_9001_assignfeedback_file/hw3.html"]
