"""Tables in any encoding and with any separator."""

from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.platforms.tables import read_table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f'Name{separator}Über\r\n"Müller\nE."{separator} x \r\n\r\nshort\r\n', encoding=encoding)
    table = read_table(path)
    assert table.header == ("Name", "Über")
    assert [cells for _, cells in table.rows] == [("Müller\nE.", "x"), ("short", "")]
    assert (table.column("über"), table.column("other", " NAME "), table.column("none")) == (1, 0, None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2,3\n", "line 2 has 3 cells under 2 columns"),
        (b"PK\x03\x04\x00\x00", "it is no text"),
        (b'a,b\n"' + b"x" * 200_000, ""),
        (b"", ""),
    ],
)
def test_a_table_that_cannot_be_read_is_an_error(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    if said:
        with pytest.raises(CourseError, match=said):
            read_table(path)
    else:
        assert len(read_table(path).rows) <= 1
    with pytest.raises(CourseError, match=r"none.csv: it cannot be read"):
        read_table(tmp_path / "none.csv")
