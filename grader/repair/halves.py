"""Answers that the editor tore into several cells: what follows of them is joined with what comes before."""

from nbformat import NotebookNode

from grader.repair.matching import grade_id, tasks_by_name
from grader.repair.source import LONGEST, defined, is_short, parses

MAX_TRIES = 20  # pieces that are tried: each is read together with all that was joined before
TORN = (
    f"Cells that may be the rest of an answer were joined with it, but no more than {MAX_TRIES} were tried, and none "
    f"that makes it longer than {LONGEST:,} characters."
)


class Seam:
    """Joins pieces of answers, so often.

    Args:
        notes: the list to which a line is added for each.
    """

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes
        self.tries = 0

    def join(self, first: NotebookNode, second: NotebookNode, task: str) -> bool:
        """Put the rest of a torn answer below its beginning; whether it was that: both together are Python."""
        if not _is_torn(second):
            return False
        self.tries += 1
        whole = f"{first.source}\n{second.source}"
        if self.tries > MAX_TRIES or not is_short(whole):
            if TORN not in self.notes:
                self.notes.append(TORN)
            return False
        if not parses(whole):
            return False
        first.source = whole
        self.notes.append(f"The answer {task!r} stood in two halves, which were joined.")
        return True


def join_halves(notebook: NotebookNode, released: NotebookNode, notes: list[str]) -> None:
    """Join an answer with the unmarked cells right below that hold the rest of it."""
    names = tasks_by_name(released)
    seam = Seam(notes)
    halves: list[NotebookNode] = []
    first, task = None, None
    for cell in [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]:
        if first and task and grade_id(cell) is None and seam.join(first, cell, task):
            halves.append(cell)
        else:
            first, task = cell, next((names[name] for name in defined(cell.source) if name in names), None)
    remove(notebook, halves)


def remove(notebook: NotebookNode, cells: list[NotebookNode]) -> None:
    """Remove cells from a notebook."""
    gone = {id(cell) for cell in cells}
    notebook.cells = [cell for cell in notebook.cells if id(cell) not in gone]


def _is_torn(cell: NotebookNode) -> bool:
    """Whether a cell of code starts indented, as the rest of a torn one does."""
    lines = (line for line in cell.source.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return cell.cell_type == "code" and next(lines, "x")[0] in " \t"
