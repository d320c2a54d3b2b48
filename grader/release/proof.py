"""Checks that a release must pass before students get it."""

import contextlib
import json
import re
import zipfile

import nbformat

from grader.course import Course
from grader.errors import ReleaseError
from grader.form.script import program_lines
from grader.judging.breakage import remedy
from grader.judging.check import check
from grader.judging.hidden_tests import hidden_file
from grader.notebooks import automatic_tasks, last_error, read_notebook
from grader.pipeline.release_steps import BEGIN
from grader.release.question_proof import prove_questions
from grader.release.regions import MARKS, parts
from grader.release.secret_pictures import secret_pictures, shown_picture
from grader.results import Outcome, SubmissionResult

MIN_SIGNS = 6  # letters and digits that make a line distinctive


def prove(course: Course, assignment: str) -> list[str]:
    """Check a new release, and return a line for each check that passed.

    Raises:
        ReleaseError: a check failed, and where.
    """
    master = read_notebook(course.notebook(assignment))
    released = read_notebook(course.notebook(assignment, "release"))
    hidden = course.hidden(assignment)
    lines = _secrets(master, course, assignment)
    pictures = secret_pictures(master, course.notebook(assignment).parent, hidden)
    _no_leak(course, assignment, lines, pictures)
    found = f"{len(lines)} secret lines" + (f" and {len(pictures)} secret pictures" if pictures else "")
    proven = [f"{found}, none of them in the release"]
    _no_outputs(released)
    proven.append("no outputs")
    if hidden is not None:
        proven.append(_ids_match(course, assignment, released))
        proven.append(_unsolved_earns_nothing(course, assignment, master))
        proven.append(_solution_earns_all(course, assignment))
        proven.append(prove_questions(course, assignment))
    return proven


def _secrets(master: nbformat.NotebookNode, course: Course, assignment: str) -> dict[str, str]:
    """Every line that must not be seen, with where it stands, less what stands in the code that students are given."""
    secret: dict[str, str] = {}
    public: list[str] = []
    for cell in master.cells:
        inside, outside = parts(cell)
        if cell.cell_type == "code":
            public += (line for line in outside if not line.startswith("#"))
        secret |= dict.fromkeys(inside, f"cell {cell.get('id', '?')}")
    hidden = course.hidden(assignment)
    for path in sorted(hidden.rglob("*.py")) if hidden else ():
        secret |= dict.fromkeys((line.strip() for line in path.read_text("utf-8").split("\n")), path.name)
    seen = "\n".join([*public, *program_lines()])  # the check of the form is the same for every course
    return {
        line: where for line, where in secret.items() if len(re.findall(r"\w", line)) >= MIN_SIGNS and line not in seen
    }


def _no_leak(course: Course, assignment: str, secrets: dict[str, str], pictures: dict[bytes, str]) -> None:
    folder = course.root / "release"
    files = {str(p.relative_to(folder)): p.read_bytes() for p in (folder / assignment).rglob("*") if p.is_file()}
    with zipfile.ZipFile(folder / f"{assignment}.zip") as archive:
        files |= {f"{assignment}.zip/{name}": archive.read(name) for name in archive.namelist()}
    for name, data in files.items():
        texts = readable(name, data)
        for text in texts:
            for line in (*secrets, *MARKS):
                if line in text:
                    where = secrets.get(line, "region mark")
                    raise ReleaseError(
                        f"release/{name}", f"it shows {line[:80]!r} ({where})", "Remove it from what students get."
                    )
        if picture := shown_picture(data, texts, pictures):
            remedy = "Take it out. A picture that is pasted into a solution region stays with the solution."
            raise ReleaseError(f"release/{name}", f"it shows a picture of the solution ({picture})", remedy)


def readable(name: str, data: bytes) -> list[str]:
    """Return the texts of a file: of a notebook or other JSON, all its strings without escapes."""
    text = data.decode("utf-8", "replace")
    if name.endswith((".ipynb", ".json")):
        with contextlib.suppress(ValueError, RecursionError):
            return _strings(json.loads(text))
    return [text]


def _strings(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for item in node.items() for part in item for text in _strings(part)]
    if isinstance(node, list):
        whole = ["".join(node)] if all(isinstance(part, str) for part in node) else []  # a text kept line by line
        return [*whole, *(text for part in node for text in _strings(part))]
    return [node] if isinstance(node, str) else []


def _no_outputs(released: nbformat.NotebookNode) -> None:
    for cell in released.cells:
        if cell.get("outputs") or cell.get("execution_count"):
            raise ReleaseError(f"cell {cell.get('id', '?')}", "it has outputs", "This is a bug in `grader release`.")


def _ids_match(course: Course, assignment: str, released: nbformat.NotebookNode) -> str:
    hidden = course.hidden(assignment)
    assert hidden is not None
    tasks = automatic_tasks(released)
    for task in tasks:
        hidden_file(hidden, task)
    files = {path.stem.removeprefix("test_") for path in hidden.glob("test_*.py")}
    if extra := sorted(files - set(tasks)):
        raise ReleaseError(hidden, f"test_{extra[0]}.py belongs to no grade cell", "Rename or remove it.")
    return f"grade cells and hidden files, one to one: {len(tasks)}"


def _stubs(master: nbformat.NotebookNode) -> dict[str, str]:
    """Return what each automatic task's stub says, by grade id: that of the answer cell before the grade cell."""
    stub, found = "", {}
    tasks = automatic_tasks(master)
    for cell in master.cells:
        marks = [match["stub"].strip() for line in cell.source.split("\n") if (match := BEGIN.match(line))]
        stub = marks[0] if marks else stub
        if cell.metadata.get("nbgrader", {}).get("grade_id") in tasks:
            found[cell.metadata.nbgrader["grade_id"]] = stub
    return found


def _unsolved_earns_nothing(course: Course, assignment: str, master: nbformat.NotebookNode) -> str:
    result, executed = check(course, assignment, course.notebook(assignment, "release"))
    _require_judged(result)
    for task in result.tasks:
        if task.points:
            raise ReleaseError(
                task.id, f"the unsolved release earns {task.points:g} points", "Make its tests stricter."
            )
    stubs = _stubs(master)
    for cell in executed.cells:
        task_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if task_id in stubs:
            errors = [out for out in cell.outputs if out.output_type == "error"]
            if [(e.ename, e.evalue) for e in errors] != [("NotImplementedError", stubs[task_id])]:
                raise ReleaseError(task_id, f"unsolved, it does not raise NotImplementedError({stubs[task_id]!r})")
    return f"unsolved: 0 of {result.max:g} points, and every task raises its own NotImplementedError"


def _require_judged(result: SubmissionResult) -> None:
    for task in result.tasks:
        for test in task.tests:
            if test.outcome is Outcome.INTERNAL:
                raise ReleaseError(
                    f"test_{task.id}.py", f"{test.name!r} itself failed: {test.detail}", remedy(test.detail)
                )


def _solution_earns_all(course: Course, assignment: str) -> str:
    result, executed = check(course, assignment, course.notebook(assignment, "solutions"))
    _require_judged(result)
    for task in result.tasks:
        for test in task.tests:
            if test.outcome != "passed":
                raise ReleaseError(task.id, f"the solution does not pass {test.name!r}: {test.message}")
    for cell in executed.cells:
        if last_error(cell):
            raise ReleaseError(f"cell {cell.get('id', '?')}", "it raises in the solution", "Run it in JupyterLab.")
    return f"solved: {result.score:g} of {result.max:g} points, and no cell raises"
