"""Which of the files that were handed in is the assignment's notebook, and why."""

import io

import nbformat
import pytest

from grader.errors import UnreadableSubmission
from grader.intake import select
from grader.intake.listing import File, Listing
from grader.intake.select import choose
from grader.intake.stage import stage
from grader.notebooks import read_notebook


def test_when_there_are_more_notebooks_than_are_read_then_it_is_told(little, handed_in, tmp_path):
    copy = (handed_in / "double.ipynb").read_bytes()
    for number in range(24):
        (handed_in / f"copy-{number:02}.ipynb").write_bytes(copy)
    notes = stage(handed_in, "double.ipynb", little.notebook("double", "release"), tmp_path).notes
    assert "There are 25 notebooks; 5 of them were not read." in notes


def listed(**files: bytes | str) -> Listing:
    """Files of these names, whose dots are written as two underscores."""
    found = Listing()
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        found.files.append(File(name.replace("__", "."), len(data), lambda data=data: io.BytesIO(data)))
    return found


@pytest.fixture
def released(little) -> nbformat.NotebookNode:
    return read_notebook(little.notebook("double", "release"))


def work(released: nbformat.NotebookNode, answer: str = "return 2 * number") -> str:
    notebook = nbformat.from_dict(released)
    notebook.cells[1].source = f"def double(number):\n    {answer}"
    return nbformat.writes(notebook)


def test_the_notebook_of_the_right_name_needs_no_word(released):
    candidate, notes = choose(listed(double__ipynb=work(released)), "double.ipynb", released)
    assert (candidate.file.name, notes, candidate.whole) == ("double.ipynb", [], True)


@pytest.mark.parametrize("name", ["mine__ipynb", "double__ipynb__txt", "double", "double__json"])
def test_a_notebook_is_found_under_another_name(released, name):
    candidate, notes = choose(listed(**{name: work(released)}), "double.ipynb", released)
    shown = name.replace("__", ".")
    assert notes == [f"The notebook was found as {shown!r}; it should be called 'double.ipynb'."]
    assert candidate.file.name == shown


def test_copies_of_one_notebook_are_one_whatever_their_empty_cells(released):
    copy = nbformat.reads(work(released), 4)
    copy.cells.append(nbformat.v4.new_code_cell(" "))
    files = listed(double__ipynb=work(released), copy__ipynb=nbformat.writes(copy))
    candidate, notes = choose(files, "double.ipynb", released)
    assert candidate.file.name == "double.ipynb"
    assert candidate.whole  # read once more, with its pictures
    told = "The same notebook was handed in more than once; 'double.ipynb' was read, not 'copy.ipynb'."
    assert notes == [told]


def test_two_notebooks_that_differ_are_left_to_a_person(released):
    files = listed(double__ipynb=work(released), mine__ipynb=work(released, "return 3"))
    with pytest.raises(
        UnreadableSubmission, match=r"there are 2 different notebooks: 'double\.ipynb' and 'mine\.ipynb'"
    ):
        choose(files, "double.ipynb", released)


def test_the_untouched_release_and_other_homework_are_left_out_beside_work(released):
    other = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Shopping list")]))
    files = listed(double__ipynb=nbformat.writes(released), mine__ipynb=work(released), other__ipynb=other)
    candidate, notes = choose(files, "double.ipynb", released)
    assert candidate.file.name == "mine.ipynb"
    assert notes[:2] == [
        "'double.ipynb' is the unchanged release; it was left out.",
        "'other.ipynb' does not belong to this homework; it was left out.",
    ]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "double.ipynb was not handed in; there is nothing at all"),
        ({"timestamp__txt": "now"}, "double.ipynb was not handed in; there is nothing at all"),
        ({"a__py": "x", "b__pdf": "x", "c__xyz": "x"}, "there is a.py (a Python file), b.pdf (a PDF), c.xyz"),
        ({"double__ipynb": "{"}, "double.ipynb "),
    ],
)
def test_where_there_is_no_notebook_the_reason_says_what_there_is(released, files, reason):
    with pytest.raises(UnreadableSubmission) as caught:
        choose(listed(**files), "double.ipynb", released)
    assert reason in caught.value.what


def test_something_else_of_the_right_name_is_told(released):
    found = Listing(others={"double.ipynb": "a link"})
    with pytest.raises(UnreadableSubmission, match=r"double\.ipynb is a link, not a file"):
        choose(found, "double.ipynb", released)


def test_a_notebook_that_is_too_large_is_told_and_the_others_are_read(released, monkeypatch):
    monkeypatch.setattr(select, "MAX_BYTES", 10_000)
    files = listed(double__ipynb=work(released), huge__ipynb=b" " * 10_001)
    candidate, notes = choose(files, "double.ipynb", released)
    assert candidate.file.name == "double.ipynb"
    assert notes == ["huge.ipynb has 0 MB; at most 0 MB are read; it was left out."]
