"""Matches cells of a notebook with those of the release, by similarity."""

import nbformat
from rapidfuzz import fuzz, process

from grader.repair.source import defined

ALIKE = 85.0  # percent of the characters that two texts share, in order; above that, they are versions of one text
LONGEST = 20_000  # characters; longer cells match none of the release
MAX_CELLS = 1000


def grade_id(cell: nbformat.NotebookNode) -> str | None:
    """Return the grade id that nbgrader's mark of a cell holds."""
    mark = cell.metadata.get("nbgrader")
    found = mark.get("grade_id") if isinstance(mark, dict) else None
    return found if isinstance(found, str) else None


def marked(notebook: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    """Return the cells with a grade id, by it, in order."""
    return {name: cell for cell in notebook.cells if (name := grade_id(cell))}


def tasks_by_name(released: nbformat.NotebookNode) -> dict[str, str]:
    """Return the grade id of the answer cell for each name that the released answer cells define."""
    return {
        name: task for task, cell in marked(released).items() if is_code_answer(cell) for name in defined(cell.source)
    }


def is_code_answer(cell: nbformat.NotebookNode) -> bool:
    """Whether a released cell is one into which students write code."""
    return bool(cell.cell_type == "code" and not cell.metadata.nbgrader["locked"])


def same(left: str, right: str) -> bool:
    """Whether two texts are the same but for white space at the ends of lines."""
    return [line.rstrip() for line in left.strip().splitlines()] == [
        line.rstrip() for line in right.strip().splitlines()
    ]


def most_alike(
    original: nbformat.NotebookNode, cells: list[nbformat.NotebookNode], at_least: float = ALIKE
) -> nbformat.NotebookNode | None:
    """Return the cell whose text is most like a released cell's; None if none is alike enough."""
    texts = [cell.source if len(cell.source) <= LONGEST else "" for cell in cells[:MAX_CELLS]]
    best = process.extractOne(original.source, texts, scorer=fuzz.ratio, score_cutoff=at_least)
    return cells[best[2]] if best and original.source.strip() else None


def places(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> dict[int, int]:
    """For cells of a notebook that are cells of the release, by grade id, cell id or text: index there, index here."""
    known = {name: place for place, cell in enumerate(released.cells) if (name := grade_id(cell))}
    ids = {cell.get("id"): place for place, cell in enumerate(released.cells)}
    found: dict[int, int] = {}
    rest: list[int] = []
    there: set[int] = set()
    for index, cell in enumerate(notebook.cells):
        place = known.get(grade_id(cell) or "", ids.get(cell.get("id")))
        if place is None or place in there or released.cells[place].cell_type != cell.cell_type:
            rest.append(index)
        else:
            found[index] = place
            there.add(place)
    free = [place for place in range(len(released.cells)) if place not in there]
    for place in free:
        original = released.cells[place]
        kin = [i for i in rest if i not in found and notebook.cells[i].cell_type == original.cell_type]
        best = most_alike(original, [notebook.cells[i] for i in kin])
        if best is not None:
            found[next(i for i in kin if notebook.cells[i] is best)] = place
    return found


def belongs(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> bool:
    """Whether a notebook holds anything of the homework: a grade id, an answer's name, a cell like a released one."""
    if marked(notebook).keys() & marked(released).keys():
        return True
    names = tasks_by_name(released).keys()
    if any(names & defined(cell.source) for cell in notebook.cells if cell.cell_type == "code"):
        return True
    long = [cell for cell in notebook.cells if len(cell.source) > 40]
    return any(most_alike(original, long) is not None for original in released.cells if len(original.source) > 40)
