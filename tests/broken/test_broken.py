"""The broken bank: every readable answer is found and told of, and what cannot be read says why."""

import ast
import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from grader import demo, results
from grader.batch import batch
from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.intake import submissions
from grader.intake.stage import stage
from grader.notebooks import read_notebook
from grader.repair.additions import TITLE
from grader.repair.matching import grade_id, is_code_answer, marked
from grader.repair.repair import repair
from grader.repair.source import defined
from grader.reports.grade_sheet import read_grade_sheet
from grader.reports.report import write_report
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


def test_when_the_bank_is_counted_then_it_is_as_large_as_promised():
    assert len(CASES) >= 44
    assert {path.stem for path in (HERE.root / "tests/answers/hw3/broken").glob("*.toml")} == {
        case.name for case in CASES
    }
    for case in CASES:
        assert case.why.endswith("."), case.name
        assert bool(case.reason) != bool(case.points), case.name
        assert not case.points or set(case.points) == set(TASKS), case.name


FAILED = re.compile(r"Cell \d+: `.*` failed \(.*\); the cell's other statements were run all the same\.")
# One of each kind, judged for real in every run; SOAK=1 judges all. A kernel dies in the made-up class.
SPREAD = (
    "in_a_zip",
    "truncated",
    "outputs_100_mb",
    "double_precision",
    "settings_left_at_the_end",
    "import_in_a_check",
    "helper_name_reused",
    "another_network_at_the_end",
    "modules_shadowed_at_the_end",
    "reset_at_the_end",
    "not_installed",
    "not_installed_and_used",
    "newer_python",
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, list[Case]]:
    """A class in which every student hands in one case, graded once."""
    chosen = [case for case in CASES if os.environ.get("SOAK") or case.name in SPREAD]
    course = demo.lay_out(HERE, tmp_path_factory.mktemp("course") / "broken")
    shutil.copytree(HERE.root / "release" / "hw3", course.root / "release" / "hw3")
    for case in chosen:
        hand_in(case, HERE, course.root / "submitted" / case.name / "hw3")
    students = submissions.students(course, "hw3")
    assert students == sorted(case.name for case in chosen)
    batch.grade(course, "hw3", students, jobs=2)
    return course, chosen


def test_when_the_class_is_graded_then_each_case_gets_what_it_must(graded):
    course, chosen = graded
    assert len(chosen) >= len(SPREAD)
    wrong = {}
    for case in chosen:
        result = results.from_json(course.result_file("hw3", case.name).read_text(encoding="utf-8"))
        points = {task.id: task.points for task in result.tasks}
        wanted = ("needs attention" if case.reason or case.look else "graded", case.points, True)
        found = (str(result.status), points, case.reason in result.reason and case.look in result.reason)
        judged = [note for note in result.notes if any(said in note for said in case.judged)]
        repairs = [note for note in result.notes if note not in judged and not FAILED.match(note)]
        told = all(any(said in note for note in judged) for said in case.judged)
        if found != wanted or repairs != case.notes or not told:
            wrong[case.name] = (found, result.reason, result.notes)
    assert wrong == {}


def test_when_the_class_is_graded_then_the_gradebook_holds_no_silent_zero(graded):
    course, chosen = graded
    with Gradebook(course.database) as gradebook:
        for case in chosen:
            [notebook] = gradebook.find_submission("hw3", case.name).notebooks
            scores = {grade.name: grade.auto_score for grade in notebook.grades if grade.name in TASKS}
            assert scores == (case.points or dict.fromkeys(TASKS)), case.name


def test_when_the_class_is_graded_then_every_repair_is_told_on_the_feedback_page_and_in_the_report(graded):
    course, chosen = graded
    sheet = read_grade_sheet(course.root, "hw3", course.database)
    report = write_report(course.root, sheet).page.read_text(encoding="utf-8")
    for case in chosen:
        page = course.root / "feedback" / case.name / "hw3" / "hw3.html"
        pages = [html.unescape(text) for text in (report, page.read_text(encoding="utf-8"))]
        for said in [*case.notes, *filter(None, [case.reason])]:
            assert all(said in text for text in pages), (case.name, said)


def test_when_the_class_is_graded_then_what_was_added_to_a_check_is_shown_as_that(graded):
    course, _ = graded
    page = course.root / "feedback" / "import_in_a_check" / "hw3" / "hw3.html"
    assert html.unescape(page.read_text(encoding="utf-8")).count(TITLE) == 3
    [notebook] = (course.root / "autograded" / "import_in_a_check" / "hw3").glob("*.ipynb")
    kept = [cell for cell in read_notebook(notebook).cells if cell.source.startswith(TITLE)]
    assert len(kept) == 3
    assert not any("nbgrader" in cell.metadata for cell in kept)


@pytest.mark.skipif("SOAK" not in os.environ, reason="plain nbgrader grades in tests/course/test_demo.py as well")
def test_when_plain_nbgrader_grades_then_it_finds_the_renamed_notebook_too(graded):
    course, _ = graded
    case = next(case for case in CASES if case.name == "release_beside_it")
    hand_in(case, HERE, course.root / "submitted" / "plain" / "hw3")
    command = [Path(sys.executable).parent / "nbgrader", "autograde", "hw3", "--student", "plain"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    result = results.from_json(course.result_file("hw3", "plain").read_text(encoding="utf-8"))
    assert ({task.id: task.points for task in result.tasks}, list(result.notes)) == (case.points, case.notes)
