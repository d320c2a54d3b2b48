"""What docs/hw3.md says of this course beside others is what is there: its length, its tests, and where it was read."""

import re
from pathlib import Path

from grader.bank.harness import function_names
from grader.course import Course
from grader.notebooks import read_notebook
from tests.support.notebook_size import NotebookSize, size_of

PAGE = Path(__file__).parents[2] / "docs" / "hw3.md"
LENGTH = re.compile(r"\| this \| (\d+) \| (\d+) \| (\d+), (\d+) lines \| ([\d,]+) \|")


def section() -> str:
    return PAGE.read_text(encoding="utf-8").partition("\n## Compared with others\n")[2].partition("\n## ")[0]


def cell(source: str, kind: str = "markdown") -> dict[str, object]:
    return {"cell_type": kind, "source": source.splitlines(keepends=True)}


def test_a_notebook_is_measured_by_hand() -> None:
    text = "Two words, [a link](https://example.org/x y)\n![seen](data:image/png;base64,AAAA)<br>"
    cells = [cell(text), cell("a\n\nb", "code"), cell("c", "code"), cell("raw text", "raw")]
    assert size_of({"cells": cells}) == NotebookSize(4, 2, 2, 3, 5)


def test_the_length_of_the_handout_is_the_one_stated(course: Course) -> None:
    row = LENGTH.search(section())
    assert row, "the row of this notebook cannot be read"
    size = size_of(read_notebook(course.notebook("hw3", "release")))
    shape = (size.cells, size.code_cells, round(size.median_lines), size.longest_lines)
    assert tuple(map(int, row.groups()[:4])) == shape
    assert int(row[5].replace(",", "")) == round(size.words, -2)


def test_the_number_of_hidden_tests_is_the_one_stated(course: Course) -> None:
    tests = [name for path in course.hidden("hw3").glob("test_*.py") for name in function_names(path).values()]
    assert f"| hidden tests | {len(tests)} |" in section()


def test_every_row_of_a_table_has_as_many_columns_as_its_head() -> None:
    tables = [part.strip().splitlines() for part in re.findall(r"(?:^\|.*\n)+", section(), flags=re.MULTILINE)]
    assert len(tables) == 6
    for head, *rows in tables:
        assert {line.count("|") for line in rows} == {head.count("|")}, head
        assert len({line.split("|")[1] for line in rows}) == len(rows), head


def test_whatever_is_compared_is_a_column_whose_source_is_named() -> None:
    heads = re.findall(r"^\| \| (this \|.*) \|$", section(), flags=re.MULTILINE)
    sources = re.findall(r"^\| (\w[\w ]*) \| .+ \|$", section().partition("\n### ")[0], flags=re.MULTILINE)
    assert len(set(heads)) == 1
    assert heads[0].split(" | ") == sources[1:]
