"""A release that shows a secret, or does not do what a release must do, is refused; each fault is planted once."""

import json
from pathlib import Path

import nbformat
import pytest

from grader.course import Course
from grader.errors import CourseError, ReleaseError
from grader.notebooks import read_notebook
from grader.release import proof, regions, release

SOLUTION = "summands = (number, number)"
HIDDEN = 'assert submission.eval("double(0)") == 0, "What is twice nothing?"'
ORACLE = "return 2 * any_number"
RUBRIC = "Because doubling is linear."
SECRETS = {"solution": SOLUTION, "hidden test": HIDDEN, "reference": ORACLE, "rubric": RUBRIC}
secret_lines = pytest.mark.parametrize("line", SECRETS.values(), ids=SECRETS)


def edit(path: Path, cell_id: str, text: str = "", **fields: object) -> None:
    """Add text to a cell of a notebook, or set other fields of it."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.id == cell_id)
    cell.source += text
    cell.update(fields)
    nbformat.write(notebook, path)


def edit_everywhere(course: Course, cell_id: str, text: str) -> None:
    """Edit a cell in the master, as an instructor would, and pass it on to the release."""
    for room in ("source", "release"):
        edit(course.notebook("double", room), cell_id, text)
    release.bundle(course, "double")


def look_for_leaks(course: Course) -> dict[str, str]:
    secrets = proof._secrets(read_notebook(course.notebook("double")), course, "double")
    proof._no_leak(course, "double", secrets, {})
    return secrets


def test_when_nothing_leaks_then_every_secret_line_was_looked_for(little):
    secrets = look_for_leaks(little)
    assert {line: secrets[line] for line in SECRETS.values()} == {
        SOLUTION: "cell task-1-answer",
        HIDDEN: "test_double.py",
        ORACLE: "reference.py",
        RUBRIC: "cell task-2",
    }
    assert "def double(number):" not in secrets


@secret_lines
def test_when_a_text_of_the_master_quotes_a_secret_line_then_the_release_is_refused(little, line):
    edit_everywhere(little, "title", f"\n\nNote: `{line}`")
    with pytest.raises(ReleaseError) as caught:
        look_for_leaks(little)
    assert caught.value.where == "release/double/double.ipynb"
    assert line[:40] in caught.value.what.replace("\\", "")


@secret_lines
def test_when_a_comment_of_the_master_quotes_a_secret_line_then_the_release_is_refused(little, line):
    edit_everywhere(little, "task-1-check", f"\n# {line}")
    with pytest.raises(ReleaseError, match=r"double\.ipynb: it shows"):
        look_for_leaks(little)


@secret_lines
def test_when_the_readme_quotes_a_secret_line_then_the_release_is_refused(little, line):
    for room in ("source", "release"):
        (little.root / room / "double" / "README.md").write_text(f"# How to\n\n    {line}\n")
    with pytest.raises(ReleaseError, match=r"release/double/README\.md: it shows"):
        look_for_leaks(little)


def test_when_only_the_bundle_shows_a_secret_line_then_the_release_is_refused(little):
    readme = little.root / "release" / "double" / "README.md"
    readme.write_text(RUBRIC)
    release.bundle(little, "double")
    readme.unlink()
    with pytest.raises(ReleaseError, match=r"release/double\.zip/double/README\.md: it shows"):
        look_for_leaks(little)


@secret_lines
def test_when_the_metadata_show_a_secret_line_then_the_release_is_refused(little, line):
    note = {"author's note": f"'{line}'"}
    edit(little.notebook("double", "release"), "title", metadata=note)
    with pytest.raises(ReleaseError, match=r"double\.ipynb: it shows"):
        look_for_leaks(little)


@pytest.mark.parametrize("name", ["data.json", "more/other.ipynb"])
def test_when_another_file_shows_a_secret_line_between_escapes_then_the_release_is_refused(little, name):
    path = little.root / "release" / "double" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"kept": [{"code": HIDDEN}]}))
    with pytest.raises(ReleaseError, match="it shows"):
        look_for_leaks(little)


def test_when_a_file_is_called_a_notebook_and_is_none_then_it_is_read_as_text(little):
    path = little.root / "release" / "double" / "other.ipynb"
    path.write_text("{ no notebook")
    look_for_leaks(little)
    path.write_text("{ no notebook: " + SOLUTION)
    with pytest.raises(ReleaseError, match=r"other\.ipynb: it shows"):
        look_for_leaks(little)


@pytest.mark.parametrize("mark", ["BEGIN SOLUTION", "END HIDDEN TESTS", "BEGIN MARK SCHEME"])
def test_when_a_mark_of_a_region_is_left_then_the_release_is_refused(little, mark):
    edit(little.notebook("double", "release"), "title", f"\n### {mark}")
    with pytest.raises(ReleaseError, match=mark):
        look_for_leaks(little)


@pytest.mark.parametrize("region", regions.REGIONS)
def test_when_a_cell_has_a_region_then_only_its_lines_are_inside(region):
    source = f"a = 1\n    ### BEGIN {region} some words\n    b = 2\n    ### END {region}\nc = 3"
    assert regions.split(source) == (["b = 2"], ["a = 1", "c = 3"])


@pytest.mark.parametrize(
    "left", [{"execution_count": 3}, {"outputs": [nbformat.v4.new_output("stream", text="42")]}], ids=["count", "text"]
)
def test_when_an_output_is_left_then_the_release_is_refused(little, left):
    path = little.notebook("double", "release")
    proof._no_outputs(read_notebook(path))
    edit(path, "task-1-check", **left)
    with pytest.raises(ReleaseError, match="cell task-1-check: it has outputs"):
        proof._no_outputs(read_notebook(path))


def ids_match(course: Course) -> str:
    return proof._ids_match(course, "double", read_notebook(course.notebook("double", "release")))


def test_when_grade_cells_and_hidden_files_match_then_the_proof_counts_them(little):
    assert ids_match(little) == "grade cells and hidden files, one to one: 1"


def test_when_a_hidden_file_has_no_grade_cell_then_the_release_is_refused(little):
    (little.root / "tests" / "double" / "test_halve.py").write_text("")
    with pytest.raises(ReleaseError, match=r"test_halve\.py belongs to no grade cell"):
        ids_match(little)


def test_when_a_grade_cell_has_no_hidden_file_then_the_release_is_refused(little):
    hidden = little.root / "tests" / "double"
    (hidden / "test_double.py").rename(hidden / "helper.py")
    with pytest.raises(CourseError, match="the grade cell 'double' has no hidden tests"):
        ids_match(little)


@pytest.mark.gradebook
def test_when_a_master_leaks_then_release_refuses_and_writes_nothing(little):
    path = little.notebook("double")
    edit(path, "title", f"\n\n{RUBRIC}")
    before = {file: file.read_bytes() for file in little.root.rglob("*") if file.is_file()}
    with pytest.raises(ReleaseError, match="Because doubling is linear"):
        release.release(little, "double")
    assert {file: file.read_bytes() for file in little.root.rglob("*") if file.is_file()} == before
    assert json.loads(path.read_text())["nbformat"] == 4
