"""Hidden inputs are drawn from all that was handed in, and from nothing else."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grader import results
from grader.batch import batch
from grader.course import Course
from grader.intake.content import BEGINNING, content
from grader.judging.check import check
from grader.judging.notebook import content_key
from grader.kernel.submission import Submission
from grader.notebooks import read_notebook
from grader.pipeline import attempt

Change = Callable[[Path], object]


def notebook(*, text: str = "Words.", output: str = "1", source: str = "x = 1") -> nbformat.NotebookNode:
    cell = new_code_cell(source, outputs=[new_output("stream", text=output)])
    return new_notebook(cells=[new_markdown_cell(text, id="text"), cell])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission of a notebook, a figure and a data file."""
    folder = tmp_path / "ada" / "hw3"
    (folder / "data").mkdir(parents=True)
    nbformat.write(notebook(), folder / "hw3.ipynb")
    (folder / "data" / "points.csv").write_text("1,2")
    (folder / "figure.png").write_bytes(b"\x89PNG")
    return folder


def attach(folder: Path) -> None:
    other = read_notebook(folder / "hw3.ipynb")
    other.cells[0].attachments = {"map.png": {"image/png": "AAAA"}}
    nbformat.write(other, folder / "hw3.ipynb")


CHANGES: dict[str, Change] = {
    "code": lambda folder: nbformat.write(notebook(source="x = 2"), folder / "hw3.ipynb"),
    "text": lambda folder: nbformat.write(notebook(text="Other words."), folder / "hw3.ipynb"),
    "output": lambda folder: nbformat.write(notebook(output="2"), folder / "hw3.ipynb"),
    "attachment": attach,
    "a data file": lambda folder: (folder / "data" / "points.csv").write_text("1,3"),
    "a figure": lambda folder: (folder / "figure.png").write_bytes(b"\x89PNG2"),
    "one file more": lambda folder: (folder / "more").write_text(""),
    "a hidden file": lambda folder: (folder / ".more").write_text(""),
    "compiled code": lambda folder: (folder / "helper.pyc").write_text(""),
    "a file less": lambda folder: (folder / "figure.png").unlink(),
    "another name": lambda folder: (folder / "figure.png").rename(folder / "picture.png"),
    "another place": lambda folder: (folder / "figure.png").rename(folder / "data" / "figure.png"),
    "a time stamp below": lambda folder: (folder / "data" / "timestamp.txt").write_text("2030-01-01"),
    "bytes that move": lambda folder: [
        (folder / "figure.png").write_bytes(b""),
        (folder / "g").write_bytes(b"\x89PNG"),
    ],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_of_a_submission_changes_so_does_its_digest(folder: Path, change: Change) -> None:
    before = content(folder)
    change(folder)
    assert content(folder) != before


def test_the_same_files_have_the_same_digest_wherever_they_are(folder: Path, tmp_path: Path) -> None:
    before = content(folder)
    other = shutil.copytree(folder, tmp_path / "elsewhere" / "Homework 3")
    for path in other.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    assert content(other) == before


def test_the_time_of_handing_in_links_and_empty_folders_do_not_count(folder: Path) -> None:
    before = content(folder)
    (folder / "timestamp.txt").write_text("2030-01-01 00:00:00 UTC")
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "empty").mkdir()
    os.mkfifo(folder / "pipe")
    assert content(folder) == before


def test_a_notebook_alone_stands_for_a_folder_that_holds_nothing_else(folder: Path) -> None:
    alone = content(folder / "hw3.ipynb")
    assert alone != content(folder)
    shutil.rmtree(folder / "data")
    (folder / "figure.png").unlink()
    assert content(folder) == alone


def test_of_what_is_too_large_to_be_read_beginning_and_size_count(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.intake.content.MOST_BYTES", 1000)
    large = folder / "large"
    seen = set()
    for size, start in ((2 * BEGINNING, b"a"), (2 * BEGINNING, b"b"), (3 * BEGINNING, b"a")):
        with large.open("wb") as file:
            file.write(start)
            file.truncate(size)
        seen.add(content(folder))
    assert len(seen) == 3
    with large.open("wb") as file:
        file.truncate(2**40)  # a terabyte of nothing
    content(folder)


def test_ids_of_cells_that_are_made_anew_at_each_reading_do_not_count() -> None:
    one, two = notebook(), notebook()
    assert one.cells[1].id != two.cells[1].id
    assert content_key(one, "secret") == content_key(two, "secret") != content_key(one, "another secret")
    assert content_key(notebook(text="Other."), "secret") != content_key(one, "secret")


@pytest.mark.kernel
def test_the_same_submission_is_asked_the_same_and_another_something_else(
    little: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    evaluate = Submission.eval

    def eval(submission: Submission, source: str, **given: object) -> object:
        asked.append(given.get("number"))
        return evaluate(submission, source, **given)

    monkeypatch.setattr(Submission, "eval", eval)
    handed_in = tmp_path / "handed-in"
    handed_in.mkdir()
    submitted = read_notebook(little.notebook("double", "solutions"))
    submitted.metadata["grader"] = {"content": "chosen by a student"}
    nbformat.write(submitted, handed_in / "double.ipynb")
    drawn = []
    for name in ("", "timestamp.txt", "data.csv"):
        if name:
            (handed_in / name).write_text("2030-01-01 00:00:00 UTC")
        asked.clear()
        check(little, "double", handed_in)
        drawn.append(asked[0])
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.kernel
def test_grading_and_checking_the_same_folder_ask_the_same(laid: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(laid.root)
    hidden = laid.root / "tests" / "double" / "test_double.py"
    hidden.write_text(hidden.read_text().replace('"Is it twice as much?"', 'f"It was {number}."').replace("==", "!="))
    folder = laid.root / "submitted" / "ben" / "double"
    folder.mkdir(parents=True)
    shutil.copy(laid.notebook("double", "solutions"), folder / "my own name.ipynb")
    (folder / "timestamp.txt").write_text("2030-01-01 00:00:00 UTC")
    said = []
    for _ in range(2):
        batch.prepare(laid, "double")
        attempt.grade_one(str(laid.root), "double", "ben")
        result = results.from_json(laid.result_file("double", "ben").read_text())
        said.append(result.tasks[0].tests[0].message.split("\n")[0])
    result, _ = check(laid, "double", folder)
    said.append(result.tasks[0].tests[0].message.split("\n")[0])
    assert said[0].startswith("It was ")
    assert len({message.partition("\n")[0] for message in said}) == 1  # below it, pytest tells more in its own process
