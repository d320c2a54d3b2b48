"""Joins answers that were split into several cells with the cells that continue them."""

from nbformat import NotebookNode

from grader.repair.matching import grade_id, tasks_by_name
from grader.repair.source import LONGEST, defined, is_short, parses

MAX_TRIES = 20  # parts that are tried, each together with all that were joined before
JOIN_LIMIT = (
    f"Cells that may continue an answer were joined with it; at most {MAX_TRIES} were tried, and none that would "
    f"make it longer than {LONGEST:,} characters."
)


class Joiner:
    """Joins parts of answers, up to a number of tries.

    Args:
        notes: the list to which a line is added for each.
    """

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes
        self.tries = 0

    def join(self, first: NotebookNode, second: NotebookNode, task: str) -> bool:
        """Append the rest of a split answer to its beginning; return False if together they are not valid Python."""
        if not _is_continuation(second):
            return False
        self.tries += 1
        whole = f"{first.source}\n{second.source}"
        if self.tries > MAX_TRIES or not is_short(whole):
            if JOIN_LIMIT not in self.notes:
                self.notes.append(JOIN_LIMIT)
            return False
        if not parses(whole):
            return False
        first.source = whole
        self.notes.append(f"The answer {task!r} was split across two cells, which were joined.")
        return True


def join_halves(notebook: NotebookNode, released: NotebookNode, notes: list[str]) -> None:
    """Join an answer with the unmarked cells right below that hold the rest of it."""
    names = tasks_by_name(released)
    joiner = Joiner(notes)
    halves: list[NotebookNode] = []
    first, task = None, None
    for cell in [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]:
        if first and task and grade_id(cell) is None and joiner.join(first, cell, task):
            halves.append(cell)
        else:
            first, task = cell, next((names[name] for name in defined(cell.source) if name in names), None)
    remove(notebook, halves)


def remove(notebook: NotebookNode, cells: list[NotebookNode]) -> None:
    """Remove cells from a notebook."""
    gone = {id(cell) for cell in cells}
    notebook.cells = [cell for cell in notebook.cells if id(cell) not in gone]


def _is_continuation(cell: NotebookNode) -> bool:
    """Whether a code cell starts indented, like the rest of a split one."""
    lines = (line for line in cell.source.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return cell.cell_type == "code" and next(lines, "x")[0] in " \t"
