"""An assignment that is released again after submissions were graded: nothing that a person gave is lost."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from grader.course import Course
from grader.errors import ReleaseError
from grader.notebooks import read_notebook
from grader.pipeline import attempt, preparation
from grader.storage import promotion
from tests.support import little_class
from tests.support.released_again import NAME, cell, edit, gradebook, publish, read_only, task

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, about its models
Again = Callable[[], list[str]]


@pytest.fixture
def again(graded: Course, tmp_path: Path) -> Again:
    """Releases the assignment again, without any proof; the lines that say what became of the gradebook."""
    return lambda: publish(graded, tmp_path / "again")


def written(cells: list[nbformat.NotebookNode]) -> None:
    """A new written task."""
    cells.append(cell("markdown", "why-not", grade=True, solution=True, points=1))


def upload(cells: list[nbformat.NotebookNode]) -> None:
    """A new task that is all done by hand."""
    cells.append(cell("markdown", "upload", task=True, locked=True, points=1))


def renamed(cells: list[nbformat.NotebookNode]) -> None:
    """The automatic task is called otherwise."""
    cells[2].metadata.nbgrader["grade_id"] = "twice"


def removed(cells: list[nbformat.NotebookNode]) -> None:
    """The automatic task is dropped."""
    del cells[1:3]


def points(cells: list[nbformat.NotebookNode]) -> None:
    """Both tasks are worth more."""
    cells[2].metadata.nbgrader["points"], cells[3].metadata.nbgrader["points"] = 6, 3


def text(cells: list[nbformat.NotebookNode]) -> None:
    """A check says something else."""
    cells[2].source += "\n# Is it?"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (task, "added triple, triple-answer"),
        (written, "added why-not"),
        (upload, "added upload"),
        (read_only, "added rules"),
        (renamed, "added twice, removed double"),
        (removed, "removed double, double-answer"),
        (points, "changed points or kind of double, why"),
        (text, None),
    ],
)
def test_when_the_master_changed_then_the_gradebook_is_as_if_new_but_for_the_marks(graded, again, change, said):
    edit(graded, change)
    lines = again()
    kept = "manual points and comments are kept"
    assert lines == ([f"gradebook: {said} for 2 submissions; {kept}"] if said else [])
    assert preparation.prepare(graded, NAME) == []
    with gradebook(graded) as book:
        mark = book.find_grade("why", NAME, NAME, "ada")
        assert (mark.manual_score, mark.extra_credit) == (1.5, 0.5)
        assert mark.needs_manual_grade == (change is points)
        assert book.find_comment("why", NAME, NAME, "ada").manual_comment == "Almost."
        notebook = book.find_notebook(NAME, NAME)
        book.update_or_create_student("new")
        book.update_or_create_submission(NAME, "new")
        new, *old = [book.find_submission_notebook(NAME, NAME, student) for student in ("new", "ada", "ben")]
        for rows in ("grades", "comments"):
            wanted = sorted(row.name for row in getattr(new, rows))
            assert [sorted(row.name for row in getattr(each, rows)) for each in old] == [wanted, wanted]
        found = {each.name: (each.source, each.locked) for each in notebook.source_cells}
        tasks = {each.name: each.max_score for each in (*notebook.grade_cells, *notebook.task_cells)}
    released = read_notebook(graded.notebook(NAME, "release")).cells
    marked = {each.metadata.nbgrader["grade_id"]: each for each in released if "nbgrader" in each.metadata}
    assert found == {name: (each.source, each.metadata.nbgrader["locked"]) for name, each in marked.items()}
    graded_cells = {name: each.metadata.nbgrader.get("points") for name, each in marked.items()}
    assert tasks == {name: worth for name, worth in graded_cells.items() if worth is not None}


def rename_why(cells: list[nbformat.NotebookNode]) -> None:
    cells[3].metadata.nbgrader["grade_id"] = "because"


def remove_why(cells: list[nbformat.NotebookNode]) -> None:
    del cells[3]


def lock_why(cells: list[nbformat.NotebookNode]) -> None:
    cells[3] = cell("markdown", "why", locked=True)


def clear(graded: Course, but: str = "") -> None:
    """Take back all that was given by hand, but for one thing."""
    with gradebook(graded) as book:
        mark, comment = (find("why", NAME, NAME, "ada") for find in (book.find_grade, book.find_comment))
        for row, field in ((mark, "manual_score"), (mark, "extra_credit"), (comment, "manual_comment")):
            if field != but:
                setattr(row, field, None)
        book.db.commit()


@pytest.mark.parametrize(
    ("change", "given"),
    [
        (rename_why, "manual_score"),
        (remove_why, "extra_credit"),
        (rename_why, "manual_comment"),
        (lock_why, "manual_comment"),
    ],
)
def test_when_what_a_person_gave_would_be_lost_then_the_release_is_refused_untouched(graded, again, change, given):
    clear(graded, but=given)
    edit(graded, change)
    edit(graded, task)
    entries, files = little_class.entries(graded), little_class.files(graded)
    lost = r"^double: manual points or comments would be lost with the cells 'why' \(ada\)\. Give each"
    with pytest.raises(ReleaseError, match=lost):
        again()
    assert little_class.entries(graded) == entries
    assert little_class.files(graded) == files
    assert preparation.prepare(graded, NAME) == []


@pytest.mark.parametrize("change", [rename_why, remove_why, lock_why])
def test_when_what_a_person_gave_was_taken_back_then_the_cell_may_go(graded, again, change):
    clear(graded)
    edit(graded, change)
    assert "why" in again()[0]
    assert preparation.prepare(graded, NAME) == []


def test_when_a_notebook_comes_and_goes_then_submissions_have_it_and_lose_it(graded, tmp_path):
    notebook = read_notebook(graded.notebook(NAME))
    notebook.cells = notebook.cells[3:]
    second = graded.notebook(NAME).with_name("second.ipynb")
    nbformat.write(notebook, second)
    assert "added" in publish(graded, tmp_path / "with")[0]
    with gradebook(graded) as book:
        book.find_grade("why", "second", NAME, "ben").manual_score = 1.0
        book.db.commit()
    second.unlink()
    with pytest.raises(ReleaseError, match=r"'why' \(ben\)"):
        publish(graded, tmp_path / "refused")
    with gradebook(graded) as book:
        book.find_grade("why", "second", NAME, "ben").manual_score = None
        book.db.commit()
    assert "removed" in publish(graded, tmp_path / "without")[0]
    with gradebook(graded) as book:
        assert [each.name for each in book.find_submission(NAME, "ben").notebooks] == [NAME]
        assert book.find_grade("why", NAME, NAME, "ada").manual_score == 1.5


def test_when_a_release_is_killed_before_its_files_are_put_then_the_next_run_finishes_it(graded, again, monkeypatch):
    edit(graded, task)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(promotion, "put", lambda draft, place: (_ for _ in ()).throw(SystemExit))
        again()
    assert "triple" not in graded.notebook(NAME, "release").read_text()
    made, *changes = preparation.prepare(graded, NAME)
    assert made.startswith("release/double: it did not match the gradebook and was generated from the current source/.")
    assert changes == []
    assert "triple" in graded.notebook(NAME, "release").read_text()
    assert preparation.prepare(graded, NAME) == []


def test_when_a_submission_was_entered_meanwhile_then_grading_completes_it(graded):
    with gradebook(graded) as book:
        book.add_grade_cell("late", NAME, NAME, max_score=1, cell_type="code")
        book.add_solution_cell("late", NAME, NAME)
    attempt.reset(graded, NAME, "ada")
    with gradebook(graded) as book:
        assert book.find_grade("late", NAME, NAME, "ada").needs_manual_grade
        assert book.find_comment("late", NAME, NAME, "ada").manual_comment is None
