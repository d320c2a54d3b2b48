"""The exporter by which nbgrader reads a submission: it stages and cleans it first."""

import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import parse_utc
from traitlets import Bool, List, Unicode

from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.files.links import drop_links
from grader.files.tree import files
from grader.intake.folders import borrowed
from grader.intake.stage import stage
from grader.record import Record
from grader.storage import scratch
from grader.times import normalize_time

_dropped: dict[tuple[str, str], Counter[str]] = {}  # by `prepare`, until the submission is read


def prepare(assignment: str, student: str, notebooks: list[str]) -> None:
    """Before nbgrader copies a submission, remove links, and rename its notebook as in the gradebook.

    nbgrader continues with the list that it passes, so the names are changed in place; `SubmissionExporter` finds the
    actual files. nbgrader follows links, so that a link would submit any file of the grader's that it points to, and it
    stops at an unreadable file. This is a hook whose exceptions are swallowed, so it cannot refuse a submission.
    """
    _dropped[assignment, student] = drop_links(str(Path(notebook).parent) for notebook in notebooks)
    names = [path.name for path in Course(Path.cwd()).notebooks(assignment)]
    if len(names) == 1 and notebooks:
        notebooks[:] = [str(Path(notebooks[0]).with_name(names[0]))]


class SubmissionExporter(NotebookExporter):
    """Reads a submission by `stage` before it is repaired, and as it is afterwards."""

    optimistic_validation = Bool(True).tag(config=True)  # once after all steps, in place of once after each
    staged = Bool(False, help="Whether the submission has been staged already.").tag(config=True)
    notes = List(Unicode(), help="Notes on the submission in addition to those in its notebook.").tag(config=True)

    def from_filename(self, filename: str, resources: dict[str, Any] | None = None, **kw: Any) -> Any:
        """Convert a notebook from a file, which may have another name or be in another folder or a zip.

        Raises:
            UnreadableSubmission: it does not hold exactly one readable notebook, or holds links to other files.
        """
        place = Path(filename)
        self._reads = bool(getattr(self.parent, "_sanitizing", False))
        if not self._reads or self.staged:
            return super().from_filename(filename, resources, **kw)
        assignment = (resources or {})["nbgrader"]["assignment"]
        course = Course(Path(self.config.CourseDirectory.get("root") or Path.cwd()), self.config)
        alone = len(course.notebooks(assignment)) == 1
        released = course.root / "release" / assignment / place.name
        if reason := borrowed(course, place.parent):
            raise UnreadableSubmission(place.parent, reason, "Ask for the files themselves.")
        with scratch.folder("staged") as folder:
            known = released if released.is_file() else None
            stage(place.parent, place.name, known, Path(folder), alone=alone)
            graded = self.parent._format_dest(assignment, (resources or {})["nbgrader"]["student"])
            _replace(Path(graded), Path(folder), course.root / "source" / assignment)
            self.notes = _correct_time(course, (resources or {})["nbgrader"], Path(folder, "timestamp.txt"))
            return super().from_filename(str(Path(folder, place.name)), resources, **kw)

    def from_notebook_node(self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any) -> Any:
        """Convert a notebook; the record of one that has just been read is completed."""
        here = (resources or {}).get("nbgrader")
        if here and self._reads:
            record = Record.of(nb)
            record.notes = list(dict.fromkeys([*record.notes, *self.notes]))
            record.seen += _dropped.pop((here["assignment"], here["student"]), Counter())
            record.put(nb)
        return super().from_notebook_node(nb, resources, **kw)


def _replace(graded: Path, staged: Path, master: Path) -> None:
    """Replace the files that nbgrader copied by the staged ones; the master's are kept.

    A file may have been replaced by a link between `prepare` and nbgrader's copying.
    """
    for path in [Path(path).relative_to(graded) for path, _ in files(graded)]:
        if path.suffix != ".ipynb" and not (master / path).is_file():
            (graded / path).unlink()
    for path in [Path(path).relative_to(staged) for path, _ in files(staged)]:
        if path.suffix != ".ipynb" and not (master / path).is_file():
            (graded / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(staged / path, graded / path)


def _correct_time(course: Course, here: dict[str, str], path: Path) -> list[str]:
    """Enter the submission time into the gradebook, in place of the one that nbgrader parsed."""
    notes = normalize_time(path, course.time_zone)
    moment = parse_utc(path.read_text(encoding="utf-8").strip()) if path.is_file() else None
    with Gradebook(course.database) as gradebook, suppress(MissingEntry):
        gradebook.find_submission(here["assignment"], here["student"]).timestamp = moment
        gradebook.db.commit()
    return notes
