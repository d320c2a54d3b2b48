"""The broken bank, read and repaired: every readable answer is found, and what cannot be read says why."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.intake.stage import stage
from grader.notebooks import read_notebook
from grader.repair.matching import grade_id, is_code_answer, marked
from grader.repair.repair import repair
from grader.repair.source import defined
from tests.broken.cases import TASKS, Case, answered, hand_in, read_cases

HERE = Course(Path(__file__).parents[2])
CASES = read_cases(HERE)


@pytest.fixture(scope="module")
def released() -> nbformat.NotebookNode:
    return read_notebook(HERE.notebook("hw3", "release"))


def files(folder: Path) -> dict[str, bytes | str]:
    """What lies in a folder, byte by byte; links are not followed."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def code(source: str) -> str:
    """What makes two answers the same: what Python makes of them, if it can read them."""
    try:
        return ast.dump(ast.parse(re.sub(r"^%%time\n", "", source)))
    except SyntaxError:
        return source.strip()


def intended(case: Case, released: nbformat.NotebookNode) -> dict[str, str]:
    """The code of each answer cell as it must reach the judge: the stub where the case says the answer is gone."""
    meant, stubs = marked(answered(case, HERE)), marked(released)
    lost = {task for task in TASKS if case.points[task] == 0 and task not in case.answers}
    return {
        name: code(stubs[name].source if name.removesuffix("-answer") in lost else meant[name].source)
        for name, cell in stubs.items()
        if is_code_answer(cell)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_when_a_case_is_repaired_then_its_answers_are_those_that_were_meant(case, released, tmp_path):
    submitted, staged = tmp_path / "submitted", tmp_path / "staged"
    staged.mkdir()
    hand_in(case, HERE, submitted)
    before = files(submitted)
    if case.reason:
        with pytest.raises(UnreadableSubmission) as caught:
            stage(submitted, "hw3.ipynb", HERE.notebook("hw3", "release"), staged)
        assert case.reason in caught.value.what
        assert files(submitted) == before
        return
    notes = stage(submitted, "hw3.ipynb", HERE.notebook("hw3", "release"), staged).notes
    assert files(submitted) == before, "a submission is only read"
    notebook = read_notebook(staged / "hw3.ipynb")
    notes += repair(notebook, released)
    assert notes == case.notes
    check(case, notebook, released)
    assert repair(notebook, released) == [], "a repaired notebook needs no repair"


def check(case: Case, notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> None:
    """Each graded cell stands there once, with what was meant, and nothing that runs undoes an answer."""
    nbformat.validate(notebook)
    cells, originals = marked(notebook), marked(released)
    assert sorted(filter(None, map(grade_id, notebook.cells))) == sorted(originals)
    for name, original in originals.items():
        assert cells[name].metadata == {**cells[name].metadata, "nbgrader": original.metadata.nbgrader}
        assert cells[name].cell_type == original.cell_type
        assert not original.metadata.nbgrader.locked or cells[name].source == original.source
    assert {name: code(cells[name].source) for name in intended(case, released)} == intended(case, released)
    for name, original in originals.items():
        others = [c for c in notebook.cells if c.cell_type == "code" and c is not cells[name]]
        if is_code_answer(original) and not case.judged:  # such a case defines one again, and is judged where it stood
            assert not [c for c in others if defined(original.source) & defined(c.source)], f"{name} is defined twice"
    written = case.written or marked(answered(case, HERE))["gradient_map"].source
    assert written in cells["gradient_map"].source
