"""Canvas's gradebook: the column it would use, the rows it would read, and what its importer makes of the result."""

import pytest

from grader.errors import CourseError
from grader.handback.canvas_table import delimiter, head
from grader.handback.filling import Export
from grader.handback.scores import Score
from tests.support.exports import CANVAS, FINAL, SCORES, filled, told, wish
from tests.support.platform_imports import CanvasCourse, Imported, into_canvas

PEOPLE = {
    101: ("Lovelace, Ada", "alove"),
    102: ("Müller, Emil", "emuell"),
    103: ("Hopper, Grace", "ghopper"),
    104: ("O'Neill, jr., Zoë", "zoneill"),
    999: ("Student, Test", "deadbeef"),
}
BEFORE = {(101, 77): "1234.5", (102, 77): "12.0", (103, 12345): "70.0", (104, 12345): "44.0"}


def uploaded(export: Export, before: dict[tuple[int, int], str] | None = None) -> Imported:
    course = CanvasCourse({12345: "HW3", 77: "Essay"}, PEOPLE, BEFORE if before is None else before)
    return into_canvas(export.data, course, 12345)


def test_canvas_reads_the_scores_and_nothing_else_changes() -> None:
    done = uploaded(filled("canvas", CANVAS))
    assert done.scores == {"101": 76.0, "102": 0.0, "103": 88.12}
    assert (done.other, done.cleared, done.new_columns, done.unknown) == ({}, [], [], [])


def test_all_but_the_three_cells_is_as_it_was() -> None:
    expected = CANVAS.replace(',,,"1,234.50"', ',,76.00,"1,234.50"').replace('"says ""hi""",,', '"says ""hi""",0.00,')
    assert filled("canvas", CANVAS).data.decode() == expected.replace("70.00", "88.12")


@pytest.mark.parametrize("name", ["HW3 (12345)", "12345", "(12345)", "HW3", "hw 3", "hw3"])
def test_a_column_is_known_by_header_number_or_title(name: str) -> None:
    assert filled("canvas", CANVAS, wish(name)).column == "HW3 (12345)"


@pytest.mark.parametrize("name", ["HW4", "123456", "HW3 (1)", "Points Possible", "Section", "Student", "ID"])
def test_a_column_that_is_not_there_is_refused_as_canvas_would_make_one(name: str) -> None:
    with pytest.raises(CourseError) as raised:
        filled("canvas", CANVAS, wish(name))
    assert raised.value.what == f"no column {name!r}: Canvas would make a new assignment"
    assert "'HW3 (12345)', 'Essay (77)'" in raised.value.remedy


def test_the_importer_of_these_tests_does_make_a_new_assignment() -> None:
    assert uploaded(filled("canvas", CANVAS.replace("HW3 (12345)", "HW3b (5)"), wish("5"))).new_columns == ["HW3b (5)"]


def test_a_title_without_a_number_is_taken_with_a_warning() -> None:
    export = filled("canvas", CANVAS.replace("HW3 (12345)", "HW3"), wish("HW3"))
    assert uploaded(export).scores["101"] == 76.0
    assert "Canvas would make a new assignment" in export.notes[0]


def test_two_columns_of_one_title_are_not_guessed_between() -> None:
    with pytest.raises(CourseError, match=r"'hw3' means 2 columns \('HW3 \(12345\)', 'hw-3 \(77\)'\)"):
        filled("canvas", CANVAS.replace("Essay (77)", "hw-3 (77)"))
    assert filled("canvas", CANVAS.replace("Essay (77)", "hw-3 (77)"), wish("77")).column == "hw-3 (77)"


@pytest.mark.parametrize("title", ["My Final Score", "Current Points of hw3", "Override Status"])
def test_a_title_that_canvas_takes_for_a_total_is_refused(title: str) -> None:
    text = CANVAS.replace("HW3 (12345)", f"{title} (12345)")
    for name in ("12345", title, f"{title} (12345)"):
        with pytest.raises(CourseError, match=r"takes the column .* for a total"):
            filled("canvas", text, wish(name))


def test_a_column_that_is_read_only_is_refused() -> None:
    with pytest.raises(CourseError, match="which is read only"):
        filled("canvas", CANVAS.replace("90.00", "(read only)"))


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("Student,ID,Section,A (1)", 3),
        ("Student,ID,SIS Login ID,Section,A (1)", 4),
        ("Student,ID,SIS User ID,SIS Login ID,Section,A (1)", 5),
        ("Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,A (1)", 7),
        ("\ufeffStudent,ID,SIS Login ID,Section,A (1)", 4),
        ("LastName,FirstName,ID,SIS Login ID,Section,A (1)", 5),
        ("Student,ID,SIS Login ID,A (1),Section", None),
        ("Student,SIS Login ID,Section,A (1)", 3),
        ("Name,ID,Section,A (1)", None),
        ("Student,ID,Section", None),
        ("", None),
    ],
)
def test_the_first_columns_are_those_that_canvas_insists_on(header: str, first: int | None) -> None:
    places = head(tuple(header.split(",")))
    assert (places.width if places else None) == first


def test_first_and_last_name_in_two_columns_are_one_name() -> None:
    text = "LastName,FirstName,ID,SIS Login ID,Section,HW3 (1)\nLovelace,Ada,101,alove,A,\nNo,Body,5,nb,A,\n"
    export = filled("canvas", text)
    assert export.data.decode() == text.replace("alove,A,", "alove,A,76.00")
    assert told(export, "No, Body (line 3)")


def test_a_file_with_semicolons_is_read_as_canvas_does() -> None:
    text = CANVAS.replace('"1,234.50"', "1234.50").replace(",", ";").replace('";', '";').replace("; ", ", ")
    export = filled("canvas", text)
    assert export.filled == FINAL
    assert uploaded(export).scores == {"101": 76.0, "102": 0.0, "103": 88.12}
    assert delimiter("a;b\n1,5;2\n3,5;4,2,2") == ";"
    assert delimiter("a,b\n1,2\n1;5,2") == ","
    assert delimiter("") == ","


def test_excused_and_unassigned_students_keep_what_they_have() -> None:
    text = CANVAS.replace(',A,,,"1,234.50"', ',A,,EX,"1,234.50"').replace('""hi""",,', '""hi""",N/A,')
    export = filled("canvas", text)
    assert set(export.filled) == {"grace"}
    assert told(export, "ada") == "Canvas has this student excused (EX); the score here is 76.00"
    assert "has not assigned it to this student" in told(export, "emil")
    assert export.data.decode() == text.replace("70.00", "88.12")


def test_canvas_own_test_student_needs_nobody() -> None:
    notices = [notice for notice in filled("canvas", CANVAS).notices if notice.who == "Student, Test (line 8)"]
    assert [notice.attention for notice in notices] == [False]


def test_numbers_that_canvas_misreads_elsewhere_are_told_and_left() -> None:
    export = filled("canvas", CANVAS.replace('"1,234.50"', '"1,234"'))
    assert b'"1,234"' in export.data
    assert "1 cells of other columns are like '1,234' in line 4" in export.notes[0]
    assert filled("canvas", CANVAS).notes == ()


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(CourseError, match="not in UTF-8, as Canvas needs it"):
        filled("canvas", CANVAS.encode("cp1252"))


def test_a_login_in_the_place_of_the_id_is_a_login() -> None:
    text = "Student,SIS Login ID,Section,HW3 (1)\nX,alove,A,\n"
    assert filled("canvas", text).filled == {"ada": "76.00"}


def test_the_sis_id_is_an_id_of_the_class_list() -> None:
    text = "Student,ID,SIS User ID,SIS Login ID,Section,HW3 (1)\nX,5,ada,?,A,\nY,6,nobody,grace@example.org,A,\n"
    assert filled("canvas", text).filled == {"ada": "76.00", "grace": "88.12"}


def test_what_is_more_than_the_points_possible_is_left_out_and_told() -> None:
    export = filled("canvas", CANVAS, wish(scores={**SCORES, "ada": Score("ada", 90.01)}))
    assert "ada" not in export.filled
    assert told(export, "ada") == "90.01 is more than the maximum of 90.00"
    assert filled("canvas", CANVAS, wish(scores={"ada": Score("ada", 90.0)})).filled == {"ada": "90.00"}


def test_points_possible_that_differ_are_told() -> None:
    export = filled("canvas", CANVAS.replace("90.00", "100"))
    assert export.notes == ("The assignment has 90.00 points here, and 100.00 on the platform: scores are not scaled.",)
