"""Exports as a whole: who is filled in, who is told of and why, and files that are another platform's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.handback.export import FORMATS, column_name, fill, make
from grader.handback.scores import Score
from grader.roster import Roster, Student
from tests.support.exports import BLACKBOARD, CANVAS, FINAL, MOODLE, ROSTER, SCORES, filled, told, wish

TABLES = {"canvas": CANVAS, "moodle": MOODLE, "blackboard": BLACKBOARD}


@pytest.mark.parametrize("platform", TABLES)
def test_only_final_scores_are_filled_in_and_the_rest_is_told(platform: str) -> None:
    export = filled(platform, TABLES[platform])
    assert export.filled == FINAL
    assert export.attention
    assert told(export, "zoe").startswith("waits for a person's mark: essay")


@pytest.mark.parametrize("platform", TABLES)
def test_provisional_scores_are_filled_in_when_forced_and_told(platform: str) -> None:
    export = filled(platform, TABLES[platform], wish(provisional=True))
    assert export.filled == {**FINAL, "zoe": "51.50"}
    assert told(export, "zoe").startswith("provisional: waits for a person's mark: essay")


def test_what_was_there_before_is_told_when_it_stays_and_when_it_goes() -> None:
    export = filled("canvas", CANVAS)
    assert told(export, "zoe").endswith("(44.00 stays in the table)")
    assert told(export, "grace") == "70.00 is replaced by 88.12"
    assert told(filled("canvas", CANVAS.replace("70.00", "-")), "grace") == ""


@pytest.mark.parametrize("same", ["88.12", "88,12", "88.12000", " 88.12 "])
def test_a_cell_that_says_the_same_stays_as_it_is(same: str) -> None:
    text = CANVAS.replace("70.00", f'"{same}"')
    export = filled("canvas", text)
    assert f'"{same}"'.encode() in export.data
    assert export.filled["grace"] == "88.12"
    assert told(export, "grace") == ""


def test_two_rows_of_one_student_are_both_left_and_told() -> None:
    row = next(line for line in CANVAS.splitlines(keepends=True) if "Lovelace" in line)
    export = filled("canvas", CANVAS + row)
    assert export.data.decode().count("76.00") == 0
    assert told(export, "ada") == "2 rows are this student's (lines 4 and 9), and none is filled in"
    assert export.filled.keys() == {"emil", "grace"}


def test_who_is_in_one_list_only_is_told() -> None:
    text = CANVAS.replace('"Lovelace, Ada",101,alove', '"Wrong, Guy",5,wguy')
    export = filled("canvas", text, wish(scores={**SCORES, "new": Score("new", 5.0)}))
    assert told(export, "Wrong, Guy (line 4)") == "nobody in roster.csv (ID '5', SIS Login ID 'wguy')"
    assert told(export, "ada") == told(export, "new") == "not in canvas.csv, and so the score is nowhere"
    assert export.attention


def test_who_handed_in_nothing_needs_nobody() -> None:
    scores = {"ada": SCORES["ada"], "emil": Score("emil", None, "nothing handed in", absent=True)}
    text = "id,score\nada,\nemil,\n"
    export = filled("csv", text, wish(scores=scores))
    assert export.data.decode() == "id,score\nada,76.00\nemil,\n"
    assert told(export, "emil") == "nothing handed in"
    assert told(export, "grace") == "not in csv.csv (nothing handed in)"
    assert not export.attention


def test_a_student_without_a_place_in_the_class_list_is_known_by_the_id() -> None:
    scores = {"newcomer": Score("newcomer", 1.0)}
    assert filled("csv", "id,score\nnewcomer,\n", wish(scores=scores), Roster()).filled == {"newcomer": "1.00"}


def test_a_table_in_which_nobody_is_known_is_refused() -> None:
    text = "Student,ID,SIS Login ID,Section,HW3 (1)\nX,5,xx,A,\n"
    with pytest.raises(CourseError) as raised:
        filled("canvas", text)
    assert raised.value.what.startswith("none of its 1 rows is a known student's (X, line 2: nobody in roster.csv")
    with pytest.raises(CourseError, match="none of its 0 rows"):
        filled("canvas", text.splitlines()[0])


@pytest.mark.parametrize(("asked", "given_"), [(a, b) for a in (*TABLES, "csv") for b in TABLES if a != b])
def test_another_platforms_table_is_refused_by_name(given_: str, asked: str) -> None:
    data = TABLES[given_].replace(",", "\t") if given_ == "blackboard" else TABLES[given_]
    with pytest.raises(CourseError) as raised:
        filled(asked, data)
    assert raised.value.what == f"this is {FORMATS[given_].called}, not {FORMATS[asked].called}"
    assert raised.value.remedy == f"Use --to {given_}."


@pytest.mark.parametrize("platform", [*TABLES, "csv"])
@pytest.mark.parametrize("data", [b"", b"\n\n", b"<html><body>Log in", b"PK\x03\x04", b'"', b"\0", b",,,,,"])
def test_what_is_no_table_of_the_platform_is_refused(platform: str, data: bytes) -> None:
    with pytest.raises(CourseError):
        filled(platform, data)


@pytest.mark.parametrize("platform", TABLES)
def test_a_row_that_lost_a_cell_is_refused_with_its_line(platform: str) -> None:
    data = TABLES[platform].rstrip("\r\n").rpartition(",")[0] if platform == "moodle" else TABLES[platform] + "x,y\r\n"
    with pytest.raises(CourseError, match=r"line \d+: \d+ cells under \d+ columns"):
        filled(platform, data)


@given(
    st.sampled_from(sorted(TABLES)),
    st.dictionaries(
        st.sampled_from(["ada", "emil", "grace", "zoe"]),
        st.tuples(st.floats(0, 120), st.sampled_from(["", "waits for a person's mark: essay"])),
    ),
    st.booleans(),
)
def test_every_score_is_filled_in_or_told(
    platform: str, drawn: dict[str, tuple[float, str]], provisional: bool
) -> None:
    scores = {name: Score(name, points, waits) for name, (points, waits) in drawn.items()}
    export = filled(platform, TABLES[platform], wish(scores=scores, provisional=provisional))
    for name, score in scores.items():
        assert (name in export.filled) or told(export, name)
        assert (name in export.filled) is (round(score.points or 0, 2) <= 90 and (provisional or not score.waits))
    again = fill(export.data, "again.csv", FORMATS[platform], ROSTER, wish(scores=scores, provisional=provisional))
    assert (again.data, again.filled) == (export.data, export.filled)


def test_a_table_of_our_own_has_the_final_scores_alone() -> None:
    scores = {**SCORES, "=x": Score("=x", 1.0), "new": Score("new", 91.0), "bob": Score("bob", 2.0)}
    export = make(ROSTER, wish(scores=scores))
    rows = export.data.decode().splitlines()
    assert [row.split(",")[0] for row in rows] == ["id", "ada", "emil", "grace", "bob"]
    assert rows[1] == "ada,Lovelace,Ada,ada@example.org,76.00,90.00"
    assert "begins like a formula" in told(export, "=x")
    assert told(export, "new") == "91.00 is more than the maximum of 90.00"
    assert told(export, "zoe") == "waits for a person's mark: essay"
    assert make(ROSTER, wish(provisional=True)).filled["zoe"] == "51.50"


def test_a_table_of_our_own_tells_of_those_who_handed_in_nothing() -> None:
    export = make(Roster((Student("ada"), Student("emil"))), wish(scores={"ada": SCORES["ada"]}))
    assert (told(export, "emil"), export.attention) == ("nothing handed in", False)


@pytest.mark.parametrize(("given_", "name"), [(None, "Homework 3 (12345)"), ("77", "77")])
def test_the_column_is_as_given_or_as_the_settings_say(little: Course, given_: str | None, name: str) -> None:
    with (little.root / CONFIG).open("a", encoding="utf-8") as config:
        config.write('\nc.Export.column = {"hw3": "Homework 3 (12345)"}\n')
    assert column_name(Course(little.root), "hw3", given_) == name
    assert column_name(Course(little.root), "hw4") == "hw4"


@pytest.mark.parametrize("value", ['"Homework 3"', '{"hw3": 12345}', '{"hw3": ""}', "3"])
def test_a_setting_that_is_no_name_for_each_assignment_is_refused(little: Course, value: str) -> None:
    with (little.root / CONFIG).open("a", encoding="utf-8") as config:
        config.write(f"\nc.Export.column = {value}\n")
    with pytest.raises(CourseError, match=r"c\.Export\.column is not a name for each assignment"):
        column_name(Course(little.root), "hw3")


def test_every_platform_says_what_comes_next() -> None:
    assert all(FORMATS[platform].steps for platform in TABLES)
    assert Path("roster.csv") == ROSTER.file
