"""What the files of an item are: readable as the notebook, this homework's, another's, untouched, and by whom."""

import copy
from collections.abc import Callable

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.course import Course
from grader.errors import LimitReached
from grader.handin import examining
from grader.handin.entry import Entry, Examined
from grader.handin.examining import examine_all
from grader.handin.item import File
from grader.notebooks import read_notebook
from grader.process import limited
from tests.support.items import an_entry
from tests.support.mails import notebook, zipped

pytestmark = pytest.mark.usefixtures("unlimited")
SHOPPING = nbformat.writes(new_notebook(cells=[new_markdown_cell("Shopping list")])).encode()


def entry_of(*contents: bytes, name: str = "double.ipynb", kept: str = "1.eml") -> Entry:
    files = [File.of(name if place == 0 else f"{place}-{name}", each) for place, each in enumerate(contents)]
    return an_entry(kept=kept, item={"files": tuple(files)})


def examined(course: Course, *contents: bytes, name: str = "double.ipynb") -> Examined:
    entry = entry_of(*contents, name=name)
    return examine_all(course, "double", [entry], lambda number: None)[entry.contents]


def test_work_in_the_notebook_is_known_with_the_name_in_it(little: Course) -> None:
    assert examined(little, notebook("Ada L.")) == Examined(name="Ada L.")
    assert examined(little, zipped(notebook("Ada")), name="all.zip") == Examined(name="Ada")


@pytest.mark.parametrize("room", ["release", "source"])
def test_the_handout_is_untouched_whatever_its_name_or_white_space(little: Course, room: str) -> None:
    given = read_notebook(little.notebook("double", "release"))
    given.cells[1].source += "\n \n"
    given.cells.append(new_code_cell(" "))
    assert examined(little, nbformat.writes(given).encode(), name="mine.ipynb").untouched
    given.cells[1].source = given.cells[1].source.strip() + "\nx = 1"
    assert not examined(little, nbformat.writes(given).encode()).untouched


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "double.ipynb", "double.ipynb is empty"),
        (b'{"cells": [', "double.ipynb", "truncated"),
        (b"%PDF", "report.pdf", "double.ipynb was not handed in; there is report.pdf (a PDF)"),
        (zipped(b"{}", password=True), "all.zip", "password"),
        (SHOPPING, "double.ipynb", "nothing in it belongs to this homework"),
    ],
)
def test_what_grading_could_not_read_says_why_as_grading_would(
    little: Course, content: bytes, name: str, reason: str
) -> None:
    found = examined(little, content, name=name)
    assert reason in found.unreadable
    assert not found.belongs


def test_two_notebooks_that_differ_belong_all_the_same(little: Course) -> None:
    found = examined(little, notebook("Ada"), notebook("Ben"))
    assert found.unreadable.startswith("there are 2 different notebooks")
    assert found.belongs


def test_a_notebook_of_another_homework_is_told(little: Course) -> None:
    for room in ("source", "release"):
        path = little.root / room / "halve" / "halve.ipynb"
        path.parent.mkdir()
        path.write_text(
            little.notebook("double", room).read_text().replace("double", "halve").replace('"why"', '"how"')
        )
    (little.root / "tests" / "halve").mkdir()
    theirs = read_notebook(little.notebook("halve", "release"))
    theirs.cells = theirs.cells[1:2]  # the rest is too much like the other handout
    theirs.cells[0].source = "def halve(number):\n    return number / 2"
    found = examined(little, nbformat.writes(theirs).encode())
    assert (found.belongs, found.assignment) == (False, "halve")


def test_where_nothing_was_given_out_a_notebook_is_read_without_comparing(little: Course) -> None:
    for room in ("release", "source"):
        (little.root / room).rename(little.root / f"no-{room}")
    assert examined(little, SHOPPING) == Examined(belongs=False)


def test_a_file_that_is_gone_costs_its_own_item_alone(little: Course) -> None:
    def gone() -> bytes:
        raise FileNotFoundError(2, "No such file or directory")

    known = File.of("double.ipynb", b"lost")
    lost = an_entry(kept="2.eml", item={"files": (File(known.name, known.size, known.digest, gone),)})
    whole = entry_of(notebook("Ada"))
    found = examine_all(little, "double", [lost, whole], lambda number: None)
    assert found[lost.contents].unreadable.startswith("its files cannot be laid out (")
    assert found[whole.contents].belongs


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many items each process looks into; one that looks into a torn one never ends."""
    seen: list[int] = []

    def run(
        step: str, function: Callable[..., object], course: Course, assignment: str, folders: list, **_: object
    ) -> object:
        seen.append(len(folders))
        if any((folder / "torn.ipynb").exists() for folder in folders):
            raise LimitReached("submission", "its time was used up", "Look at it.")
        return function(course, assignment, folders)

    monkeypatch.setattr(limited, "run", run)
    return seen


def test_what_takes_too_long_costs_its_own_item_alone(little: Course, runs: list[int]) -> None:
    entries = [entry_of(notebook(who), kept=f"{who}.eml") for who in ("ada", "ben")]
    torn = entry_of(b"torn", name="torn.ipynb", kept="torn.eml")
    found = examine_all(little, "double", [*entries, torn], lambda number: None)
    assert runs == [3, 1, 1, 1]
    assert found[torn.contents] == Examined("its time was used up", belongs=False)
    assert [found[entry.contents].name for entry in entries] == ["ada", "ben"]


def test_few_items_and_bytes_are_looked_into_together_and_the_same_files_once(
    little: Course, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    entries = [entry_of(notebook(str(place % 4)), kept=f"{place}.eml") for place in range(8)]
    empty = an_entry("", kept="empty.eml")
    monkeypatch.setattr(examining, "TOGETHER", 3)
    found = examine_all(little, "double", [*entries, empty], told.append)
    assert (runs, told, len(found)) == ([3, 1], [3, 1], 4)
    runs.clear()
    monkeypatch.setattr(examining, "MOST_TOGETHER", len(notebook("0")) + 1)
    examine_all(little, "double", copy.copy(entries), told.append)
    assert runs == [2, 2]
