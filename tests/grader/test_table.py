"""Tables that people keep: what a spreadsheet makes of CSV is read, and what is none is told."""

from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.table import LARGEST, Table, parse_table, read_text


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "a;b\r\n1;2\r\n", "a\tb\n1\t2", "a,b\n\n1,2\n,\n"],
    ids=["commas", "semicolons", "tabulators", "empty rows"],
)
def test_the_separator_is_the_one_of_the_first_line(text: str) -> None:
    table = parse_table(text, "t.csv")
    assert table.header == ("a", "b")
    assert [row for _, row in table.rows] == [("1", "2")]


def test_a_row_is_numbered_by_the_line_it_ends_in() -> None:
    assert parse_table('a,b\n"1\n1",2\n3,4\n', "t.csv").rows == ((3, ("1\n1", "2")), (4, ("3", "4")))


def test_an_empty_text_has_no_header() -> None:
    assert parse_table("", "t.csv") == Table((), ())


def test_a_cell_without_end_is_told_with_its_line() -> None:
    with pytest.raises(CourseError, match=r"^t\.csv: line \d+: it is not CSV .* Is a quotation mark missing\?$"):
        parse_table('a,b\n"' + "x" * 200_000, "t.csv")


@pytest.mark.parametrize("raw", [b"\xff\xfea\x00", b"a" * (LARGEST + 1)], ids=["UTF-16", "too large"])
def test_a_file_that_is_no_text_is_told_with_the_remedy(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(raw)
    with pytest.raises(CourseError, match=r"^t\.csv: it .*\. Save it well\.$"):
        read_text(tmp_path / "t.csv", "Save it well.")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"\xef\xbb\xbfid\n")
    assert read_text(tmp_path / "t.csv", "") == "id\n"
