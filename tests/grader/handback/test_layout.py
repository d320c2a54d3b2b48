"""What is common to all platforms' tables: numbers, titles, rows, the one column that is meant."""

import pytest

from grader.errors import CourseError
from grader.handback.layout import bare, number, students_rows, the_one
from grader.handback.table import read_table


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("76", 76.0), ("76.50", 76.5), ("76,5", 76.5), (" 0 ", 0.0), ("-1", -1.0)),
        *((text, None) for text in ("", "-", "1,234.50", "1.234,5", "EX", "9" * 12, "nan", "1e3", "\u0661", "76 %")),
    ],
)
def test_only_a_plain_number_is_one(text: str, value: float | None) -> None:
    assert number(text) == value


def test_titles_are_compared_without_what_people_spell_differently() -> None:
    assert bare("HW 3") == bare("hw-3") == bare("\uff28\uff37\uff13") == "hw3"
    assert bare("Übung 3") != bare("Ubung 3")


def test_a_row_with_more_or_fewer_cells_than_columns_is_refused() -> None:
    for row, cells in ((b"1,2,3", 3), (b"1", 1)):
        table = read_table(b"a,b\n1,2\n\n" + row + b"\n", "t.csv")
        with pytest.raises(CourseError) as raised:
            students_rows(table)
        assert (raised.value.where, raised.value.what) == ("t.csv, line 4", f"{cells} cells under 2 columns")


def test_blank_rows_and_others_are_no_students() -> None:
    table = read_table(b"a,b\n\n,\nx,1\ny,2\n", "t.csv")
    assert [place for place, _ in students_rows(table, lambda row: row.values[0] == "x")] == [4]


def test_the_strictest_way_that_finds_any_column_decides() -> None:
    table = read_table(b"a,b,c\n", "t.csv")
    assert the_one(table, "x", ([], [1], [1, 2]), [0, 1, 2], "!") == 1
    with pytest.raises(CourseError, match=r"'x' means 2 columns \('b', 'c'\)"):
        the_one(table, "x", ([], [1, 2]), [0, 1, 2], "!")
    with pytest.raises(CourseError, match=r"no column 'x': it would be made\. Download the table anew"):
        the_one(table, "x", ([],), [], "it would be made")


def test_very_many_columns_are_counted() -> None:
    header = ",".join(f"c{place}" for place in range(30))
    with pytest.raises(CourseError, match=r"'c11' and 18 more\.$"):
        the_one(read_table(header.encode(), "t.csv"), "x", ([],), range(30), "!")
