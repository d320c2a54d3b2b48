"""Nothing is asserted by a hidden test that the notebook does not ask for: docs/hw3.md quotes it, test by test."""

import re
from pathlib import Path

import nbformat
import pytest

from grader.bank.harness import function_names
from grader.course import Course
from grader.notebooks import read_notebook

PAGE = Path(__file__).parents[2] / "docs" / "hw3.md"
HEAD = "| test | asserts | asked for by |"
ROW = re.compile(r"\| `(\w+)/(test_\w+)` \| (.+?) \| (.+) \|")
QUOTE = re.compile(r"“([^”]+)”")
SECRET = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL)
SHORTEST = 20  # characters of a quotation that says something


def rows() -> dict[tuple[str, str], list[str]]:
    """The quotations for each hidden test: by its task and the name of its function."""
    table = PAGE.read_text(encoding="utf-8").partition(HEAD)[2].partition("\n\n")[0]
    found = [ROW.fullmatch(line) for line in table.strip().splitlines()[1:]]
    assert None not in found, "a row of the table cannot be read"
    return {(row[1], row[2]): QUOTE.findall(row[4]) for row in found if row}


def plain(text: str) -> str:
    """Text without its line breaks, and without the marks of a list."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def texts(course: Course) -> list[str]:
    """What a student reads, cell by cell."""
    master: nbformat.NotebookNode = read_notebook(course.notebook("hw3"))
    return [plain(SECRET.sub("", cell.source)) for cell in master.cells]


def test_every_hidden_test_is_in_the_table_once_and_no_other(course: Course) -> None:
    files = sorted(course.hidden("hw3").glob("test_*.py"))
    tests = [(path.stem.removeprefix("test_"), name) for path in files for name in function_names(path).values()]
    assert len(tests) >= 19
    assert sorted(rows()) == sorted(tests)
    text = PAGE.read_text(encoding="utf-8")
    assert [text.count(f"| `{task}/{name}` |") for task, name in tests] == [1] * len(tests)


@pytest.mark.parametrize("test", sorted(rows()), ids="/".join)
def test_what_is_quoted_for_a_test_stands_in_the_notebook(test: tuple[str, str], texts: list[str]) -> None:
    quotes = rows()[test]
    assert quotes, "nothing is quoted"
    assert [quote for quote in quotes if not any(plain(quote) in text for text in texts)] == []
    assert [quote for quote in quotes if len(quote) < SHORTEST] == []


def test_what_is_quoted_around_the_table_stands_in_the_notebook(texts: list[str]) -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## What the tests assert")[2].partition("\n## ")[0]
    quotes = QUOTE.findall(section)
    assert len(quotes) > len(rows())
    assert [quote for quote in quotes if not any(plain(quote) in text for text in texts)] == []


def test_a_quotation_from_a_solution_would_not_count(course: Course, texts: list[str]) -> None:
    secret = "squared_norms = (scores - target).square().sum(dim=1)"
    assert any(secret in cell.source for cell in read_notebook(course.notebook("hw3")).cells)
    assert not any(secret in text for text in texts)
