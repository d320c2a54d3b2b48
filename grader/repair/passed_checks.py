"""The checks that passed where a notebook was written, as far as the notebook as it was handed in says so."""

from collections.abc import Sequence

from nbformat import NotebookNode

from grader.notebooks import OWN, SUCCEEDED, grade_id, is_check
from grader.repair.matching import same


def passed(cells: Sequence[NotebookNode], released: NotebookNode) -> list[str]:
    """Return the grade ids of the checks that were run without an error, in the order of the release.

    Of a check that was edited nothing is known. Students can write such outputs by hand, so that they are no reason to
    give points.

    Args:
        cells: the cells as they were handed in.
        released: the notebook as it was given out.
    """
    code = [cell for cell in cells if cell.cell_type == "code"]
    found = []
    for check in filter(is_check, released.cells):
        copies = [cell for cell in code if same(cell.source, check.source)]
        if copies and all(cell.metadata.get(OWN, {}).get(SUCCEEDED) for cell in copies):
            found.append(str(grade_id(check)))
    return found
