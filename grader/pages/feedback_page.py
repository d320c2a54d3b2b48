"""The feedback page of one notebook: results first, then the student's own cells, in one file without a script."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from nbformat import NotebookNode

from grader import results
from grader.course import Course
from grader.errors import CourseError
from grader.marks import Marks
from grader.notebooks import read_notebook
from grader.pages.feedback_cells import Block, blocks
from grader.pages.late_line import with_late
from grader.pages.render import compile_all, render
from grader.pages.task_lines import Kept, Results, results_of
from grader.pages.task_names import find_tasks
from grader.penalty import Penalty
from grader.process import limited
from grader.result_text import WORDS, lines_of
from grader.results import Status, SubmissionResult

WRITING = 60.0  # seconds that a page may take where nothing else is done with the submission
FORM = 3  # of the page: what an older form wrote is renewed


@dataclass(frozen=True, slots=True)
class Late:
    """What lateness costs an assignment, and the marks of its notebooks beside the one that a page is about."""

    penalty: Penalty
    elsewhere: tuple[Marks, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """What one page is made from, beside the graded notebook: the handout, the judge's result, and people's marks.

    ``penalty`` is what lateness costs by the course's own rule, None where nbgrader's holds; ``elsewhere`` the marks of
    the assignment's other notebooks, from whose points it is taken, too.
    """

    assignment: str
    released: NotebookNode | None = None
    result: SubmissionResult | None = None
    marks: Marks = field(default_factory=Marks)
    stock: bool = False
    penalty: Penalty | None = None
    elsewhere: tuple[Marks, ...] = ()

    @property
    def digest(self) -> str:
        """Tell whether a page is made from the same result and marks as another."""
        result = results.to_json(replace(self.result, inputs="")) if self.result else ""
        parts: list[object] = [FORM, result, asdict(self.marks), self.stock]
        if self.penalty is not None and self.penalty.past_due:
            parts += [asdict(self.penalty), [asdict(marks) for marks in self.elsewhere]]
        said = json.dumps(parts, sort_keys=True, default=str)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def sources_of(
    course: Course,
    assignment: str,
    result: SubmissionResult | None,
    marks: Marks,
    released: NotebookNode | None,
    late: Late | None = None,
) -> Sources:
    """Put together what a page is made from."""
    stock = course.hidden(assignment) is None and not (result and result.tasks)
    if late is None:
        return Sources(assignment, released, result, marks, stock)
    marks = replace(marks, entry=replace(marks.entry, late_hours=None, penalty=0.0))  # nbgrader's own
    return Sources(assignment, released, result, marks, stock, late.penalty, late.elsewhere)


def result_of(course: Course, assignment: str, student: str) -> SubmissionResult | None:
    """Read the result of a submission, None where there is none.

    Raises:
        ValueError: it cannot be read.
    """
    path = course.result_file(assignment, student)
    return results.from_json(path.read_text(encoding="utf-8")) if path.is_file() else None


def handout(course: Course, assignment: str, notebook: str) -> NotebookNode | None:
    """Read a notebook as it was given out; None where it cannot be read, and nothing can be folded."""
    try:
        return read_notebook(course.root / "release" / assignment / f"{notebook}.ipynb")
    except CourseError:
        return None


def written(notebook: NotebookNode, sources: Sources) -> str:
    """`page_html`, within limits of its own on memory and time.

    Raises:
        LimitReached: the page takes too much.
    """
    return limited.run("its page was written", page_html, notebook, sources, seconds=WRITING)


def page_html(notebook: NotebookNode, sources: Sources) -> str:
    """Render the page of a graded notebook."""
    places = find_tasks(sources.released or notebook)
    found = results_of(sources.result, sources.marks, places, _kept(notebook), stock=sources.stock)
    found = with_late(found, sources.penalty, sources.elsewhere)
    shown = blocks(notebook, sources.released, found.tasks, places)
    return _rendered("feedback_page.html.j2", sources, found, shown)


def warm(assignment: str, released: NotebookNode) -> None:
    """Compile the templates, and render once what pages of different submissions have in common: the handout's cells.

    What is kept is kept by its text, and no change of a release makes it wrong.
    """
    compile_all()
    page_html(released, Sources(assignment, released))


def unjudged_html(sources: Sources) -> str:
    """Render the page of a submission that could not be graded, with what people gave all the same."""
    places = find_tasks(sources.released) if sources.released else ()
    manual = {name: mark.manual for name, mark in sources.marks.entry.marks.items() if mark.manual is not None}
    found = results_of(sources.result, sources.marks, places, Kept(manual), stock=sources.stock)
    found = found if manual or sources.marks.comments else replace(found, tasks=(), pending=())
    found = with_late(found, sources.penalty, sources.elsewhere)
    return _rendered("feedback_unjudged.html.j2", sources, found, ())


def _rendered(template: str, sources: Sources, found: Results, shown: Sequence[Block]) -> str:
    return render(
        template,
        assignment=sources.assignment,
        digest=sources.digest,
        results=found,
        grader_failed=sources.result is not None and sources.result.status is Status.INTERNAL_ERROR,
        blocks=shown,
        placed={block.task.anchor for block in shown if block.task},
        words=WORDS,
        lines_of=lines_of,
    )


def _kept(notebook: NotebookNode) -> Kept:
    """Return what people had given when the notebook was graded, as `grader.pipeline.save_results` notes it."""
    noted: dict[str, dict[str, Any]] = {"kept": {}, "kept extra": {}, "kept comment": {}}
    for cell in notebook.cells:
        kept = cell.metadata.get("grader", {})
        for kind, values in noted.items():
            fits = str if kind == "kept comment" else int | float
            if isinstance(kept, dict) and isinstance(kept.get(kind), fits):
                values[str(cell.metadata.get("nbgrader", {}).get("grade_id"))] = kept[kind]
    return Kept(*noted.values())
