"""Tables of delimited text: what is read, and that nothing but the replaced cells changes."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import CourseError
from grader.handback import table
from grader.handback.table import Table, header_delimiter, read_file, read_table

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
CELLS = st.text(st.sampled_from(list("aé9 .,;\t\"'=\r\n-")), max_size=6)


@st.composite
def drawn(draw: st.DrawFn) -> tuple[list[list[tuple[str, bool]]], str, str, bool]:
    """Rows of values, each with whether it is in quotes; delimiter, line end, whether the last line is ended."""
    delimiter = draw(st.sampled_from(",;\t"))
    width = draw(st.integers(2, 4))
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        values = draw(st.lists(CELLS, min_size=width, max_size=width))
        rows.append([(value, draw(st.booleans()) or bool(set(value) & set(f'{delimiter}"\r\n'))) for value in values])
    return rows, delimiter, draw(st.sampled_from(["\n", "\r\n", "\r"])), draw(st.booleans())


def spelled(rows: list[list[tuple[str, bool]]], delimiter: str, end: str, ended: bool) -> str:
    """The text of a table."""
    cells = [['"' + value.replace('"', '""') + '"' if quoted else value for value, quoted in row] for row in rows]
    return end.join(map(delimiter.join, cells)) + (end if ended else "")


@given(drawn(), st.sampled_from(ENCODINGS), st.data())
def test_every_byte_but_the_replaced_cells_stays(
    shape: tuple[list[list[tuple[str, bool]]], str, str, bool], encoding: str, data: st.DataObject
) -> None:
    rows, delimiter, end, ended = shape
    raw = spelled(rows, delimiter, end, ended).encode(encoding)
    read = read_table(raw, "t.csv", lambda text: delimiter)
    assert [list(row.values) for row in read.rows] == [[value for value, _ in row] for row in rows]
    places = [(row, column) for row, cells in enumerate(rows) for column in range(len(cells))]
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True))
    expected = [
        [
            ("9.50", quoted) if (row, column) in chosen else (value, quoted)
            for column, (value, quoted) in enumerate(cells)
        ]
        for row, cells in enumerate(rows)
    ]
    assert read.replaced(dict.fromkeys(chosen, "9.50")) == spelled(expected, delimiter, end, ended).encode(encoding)


@given(st.binary(max_size=60))
def test_any_bytes_are_given_back_or_refused(raw: bytes) -> None:
    try:
        read = read_table(raw, "t.csv")
    except CourseError:
        return
    assert read.replaced({}) == raw
    for row, cells in enumerate(read.rows):
        for column, cell in enumerate(cells.cells):
            text = read.replaced({(row, column): "7"}).decode(read.encoding)
            assert text.startswith(read.text[: cell.start])
            assert text.endswith(read.text[cell.end :])
            again = read_table(text.encode(read.encoding), "t.csv", lambda text: read.delimiter)
            assert again.rows[row].cells[column].value == "7"


@given(drawn())
def test_cells_are_what_pythons_own_reader_finds(shape: tuple[list[list[tuple[str, bool]]], str, str, bool]) -> None:
    rows, delimiter, end, ended = shape
    text = spelled(rows, delimiter, end, ended)
    theirs = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    assert [list(row.values) for row in read_table(text.encode(), "t", lambda text: delimiter).rows] == theirs


@pytest.mark.parametrize(
    ("old", "new", "quoted", "expected"),
    [
        (b"a,1,b", "2.50", False, b"a,2.50,b"),
        (b'a,"1",b', "2.50", False, b'a,"2.50",b'),
        (b"a,,b", "2.50", True, b'a,"2.50",b'),
        (b"a,,b", 'x, "y"', False, b'a,"x, ""y""",b'),
        (b"a,", "2.50", False, b"a,2.50"),
        (b"\xef\xbb\xbfa,1\r\n\r\nb,2", "9", False, b"\xef\xbb\xbfa,9\r\n\r\nb,2"),
    ],
)
def test_a_new_value_is_in_quotes_where_the_old_one_was_or_where_it_must_be(
    old: bytes, new: str, quoted: bool, expected: bytes
) -> None:
    assert read_table(old, "t.csv").replaced({(0, 1): new}, quoted) == expected


@pytest.mark.parametrize(
    ("raw", "where", "what"),
    [
        (b'a,b\n1,"2\n3', "t.csv, line 2", "never closed"),
        (b'a,b\n"x"y,2\n', "t.csv, line 2", "follows the quotes"),
        (b'a\n"1\n2"\n"x"y\n', "t.csv, line 4", "follows the quotes"),
        (b"PK\x03\x04...", "t.csv", "spreadsheet of Excel"),
        (b"\xd0\xcf\x11\xe0...", "t.csv", "spreadsheet of Excel"),
        (b"a,b\0c", "t.csv", "not text"),
        (b"\xff\xfea", "t.csv", "not text"),
        (b"\xff\xfe\x00\xd8", "t.csv", "not text"),
        ("a,b".encode("utf-32"), "t.csv", "not text"),
    ],
)
def test_what_is_no_table_says_where_and_why(raw: bytes, where: str, what: str) -> None:
    with pytest.raises(CourseError) as raised:
        read_table(raw, "t.csv")
    assert raised.value.where == where
    assert what in raised.value.what


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a,b\n1;2;3\n", ","), ("a;b\n1,2,3", ";"), ("a\tb,c\td", "\t"), ('"x,y,z";b\n', ";"), ("", ","), ("alone", ",")],
)
def test_the_delimiter_is_that_of_the_first_line(text: str, delimiter: str) -> None:
    assert header_delimiter(text) == delimiter


def test_lines_are_counted_within_quotes_too() -> None:
    read = read_table(b'a,b\r\n"1\r\n2",3\r\n4,5', "t.csv")
    assert [row.line for row in read.rows] == [1, 2, 4]


def test_a_blank_row_is_known_as_such() -> None:
    assert [row.blank for row in read_table(b"a,b\n\n , \n1,\n", "t").rows] == [False, True, True, False]
    empty: Table = read_table(b"", "t")
    assert (empty.rows, empty.header) == ((), ())


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "LARGEST", 2**20)
    (tmp_path / "t.csv").write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(CourseError, match="larger than 1 MiB"):
        read_file(tmp_path / "t.csv")
    with pytest.raises(CourseError, match="cannot be read"):
        read_file(tmp_path)
