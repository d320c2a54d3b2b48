"""Moodle's grading worksheet: any language, identities, limits, and what its importer makes of the result."""

import pytest

from grader.errors import CourseError
from grader.handback.scores import Score
from grader.handin.platforms import moodle_words as words
from tests.support.exports import FINAL, MOODLE, filled, told, wish
from tests.support.platform_imports import MoodleAssignment, into_moodle

PEOPLE = {9001: "ada", 9002: "emil", 9003: "grace", 9004: "zoe"}
GERMAN = {
    "Participant ": "Teilnehmer/in",
    "Identifier": "ID",
    "Full name": "Vollständiger Name",
    "Email address": "E-Mail-Adresse",
    '"Maximum grade"': "Bestwertung",
    "Grade can be changed": "Bewertung kann geändert werden",
    "Last modified (submission)": "Zuletzt geändert (Abgabe)",
    "Last modified (grade)": "Zuletzt geändert (Bewertung)",
    ",Grade,": ",Bewertung,",
    "Feedback comments": "Feedback als Kommentar",
    "90.00": '"90,00"',
    "70.00": '"70,00"',
    "Yes": "Ja",
}


def german() -> str:
    text = MOODLE
    for english, word in GERMAN.items():
        text = text.replace(english, word)
    return text


def test_moodle_reads_the_scores_and_tells_of_the_zero() -> None:
    export = filled("moodle", MOODLE)
    done = into_moodle(export.data, MoodleAssignment(PEOPLE, 90.0, {"grace": 70.0}))
    assert done.scores == {"ada": 76.0, "grace": 88.12}
    assert done.skipped == {"emil": "not modified"}  # Moodle's own fault with a grade of 0
    assert done.other == {("grace", "comments"): "<p>well</p>"}
    assert export.notes == ("Recent Moodle ignores a grade of 0 in a worksheet. After the upload, look at: emil.",)


def test_all_but_the_grades_is_as_it_was() -> None:
    cells = MOODLE.replace('"Submitted for grading",,', '"Submitted for grading",76.00,')
    cells = cells.replace('"No submission",,', '"No submission",0.00,').replace("70.00", "88.12")
    assert filled("moodle", MOODLE).data.decode() == cells


def test_a_german_worksheet_is_read_by_a_german_moodle() -> None:
    export = filled("moodle", german())
    assert export.filled == FINAL
    words_ = ("Teilnehmer/in", "ID", "Bewertung", "Zuletzt geändert (Bewertung)")
    moodle = MoodleAssignment(PEOPLE, 90.0, {}, words=words_, comments="Feedback als Kommentar", decimal=",")
    assert into_moodle(export.data, moodle).scores == {"ada": 76.0, "grace": 88.12}


@pytest.mark.parametrize("place", range(19))
def test_a_worksheet_in_every_known_language_is_filled_in(place: int) -> None:
    def word(meaning: str) -> str:
        known = [name for name, what in words.MEANINGS.items() if what == meaning]
        return known[min(place, len(known) - 1)]

    columns = (words.IDENTIFIER, words.ADDRESS, words.GRADE, words.MAXIMUM, words.GRADED, words.COMMENTS)
    text = ",".join(f'"{word(column)}"' for column in columns) + '\n"P 1",ada@example.org,,90,-,\n'
    assert filled("moodle", text).data.decode() == text.replace("org,,", "org,76.00,")


def test_no_word_has_two_meanings() -> None:
    assert len(words.MEANINGS) == sum(len(set(each.casefold().split("|"))) for each in words._WORDS.values())
    assert words.meaning("\ufeffIdentifier") == words.IDENTIFIER
    assert words.meaning(" Maximum  Grade ") == words.MAXIMUM
    assert words.meaning("Gradus") == ""


@pytest.mark.parametrize("old", ["Identifier", "Last modified (grade)", ",Grade,"])
def test_a_header_in_an_unknown_language_is_told_with_the_remedy(old: str) -> None:
    with pytest.raises(CourseError, match="in any language known here") as raised:
        filled("moodle", MOODLE.replace(old, old.replace("Identifier", "Tunniste").replace("rade", "rado")))
    assert raised.value.remedy.startswith("Switch Moodle to English")


def test_participants_without_identities_are_refused() -> None:
    text = 'Identifier,Status,Grade,"Maximum grade","Last modified (grade)"\n"Participant 1",,,90,-\n'
    with pytest.raises(CourseError, match="it names participants, not people"):
        filled("moodle", text)


@pytest.mark.parametrize("change", [('"Maximum grade"', "Scale"), ("90.00", "Good")])
def test_a_scale_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(CourseError, match="words of a scale"):
        filled("moodle", MOODLE.replace(*change))


def test_a_locked_grade_is_left_and_told() -> None:
    text = MOODLE.replace('grading",,90.00,Yes', 'grading",,90.00,No')
    export = filled("moodle", text)
    assert told(export, "ada") == "Moodle says that this grade cannot be changed; the score here is 76.00"
    assert export.filled.keys() == {"emil", "grace"}


def test_a_row_that_moodle_would_skip_is_told() -> None:
    assert "no participant's number" in told(filled("moodle", MOODLE.replace("Participant 9001", "Participant")), "ada")


def test_what_is_more_than_moodles_maximum_is_left_and_told() -> None:
    export = filled("moodle", MOODLE.replace("90.00", "80.00"))
    assert told(export, "grace") == "88.12 is more than the maximum of 80.00 (70.00 stays in the table)"
    assert export.filled.keys() == {"ada", "emil"}


def test_names_alone_do_where_nothing_speaks_against_them() -> None:
    text = (
        'Identifier,"Full name",Grade,"Maximum grade","Last modified (grade)"\n'
        '"Participant 1","Ada Lovelace",,90,-\n"Participant 2","=Grace Hopper",,90,-\n'
    )
    export = filled("moodle", text)
    assert export.filled == {"ada": "76.00"}
    assert told(export, "=Grace Hopper (line 3)").endswith("begins like a formula, which a spreadsheet would execute")


def test_an_id_number_and_a_user_name_name_a_student_too() -> None:
    text = (
        'Identifier,"Full name","ID number",Username,Grade,"Maximum grade","Last modified (grade)"\n'
        '"Participant 1",A,101,,,90,-\n"Participant 2",B,grace,,,90,-\n"Participant 3",C,,emuell,,90,-\n'
    )
    assert filled("moodle", text).filled == FINAL


def test_comments_are_written_only_where_there_are_none() -> None:
    comments = {"ada": 'hw3: 76 of 90 points ("good", too).', "grace": "hw3: 88.12 of 90 points."}
    export = filled("moodle", MOODLE, wish(comments=comments))
    done = into_moodle(export.data, MoodleAssignment(PEOPLE, 90.0))
    assert done.other == {("ada", "comments"): comments["ada"], ("grace", "comments"): "<p>well</p>"}
    assert "has a comment already" in told(export, "grace")


@pytest.mark.parametrize(
    ("encoding", "separator", "note"),
    [
        ("utf-8", ";", "choose the separator 'semicolon', which this file has"),
        ("cp1252", ",", "choose the encoding 'cp1252', which this file has"),
        ("utf-16-le", "\t", "choose the separator 'tab' and the encoding 'utf-16-le'"),
    ],
)
def test_what_the_form_needs_is_told(encoding: str, separator: str, note: str) -> None:
    text = MOODLE.replace('"Submitted, graded"', "-").replace(",", separator)
    text = text if encoding.startswith("utf") else text.removeprefix("\ufeff")
    export = filled("moodle", text.encode(encoding))
    assert note in export.notes[0]
    done = into_moodle(export.data, MoodleAssignment(PEOPLE, 90.0), separator, encoding)
    assert done.scores == {"ada": 76.0, "grace": 88.12}


def test_a_score_of_somebody_else_is_never_written() -> None:
    text = MOODLE.replace("ada@example.org", "ada@elsewhere.org")
    export = filled("moodle", text, wish(scores={"ada": Score("ada", 1.0), "emil": Score("emil", 2.0)}))
    assert export.filled == {"emil": "2.00"}
    assert told(export, "Ada Lovelace (line 2)").endswith("by the name it may be ada")
    assert "the score is nowhere" in told(export, "ada")
