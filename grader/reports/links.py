"""Where a class report finds the feedback pages of its students."""

import os
from pathlib import Path
from urllib.parse import quote

from grader.names import misnamed
from grader.reports.grade_sheet import GradeSheet

Links = dict[str, list[tuple[str, str]]]  # by student, each page's notebook and its address


def feedback_links(root: Path, sheet: GradeSheet) -> Links:
    """Return the feedback pages that exist, with their addresses as seen from ``reports/<assignment>/index.html``."""
    names = _notebooks(root, sheet.assignment)
    links: Links = {}
    for row in sheet.rows:
        if misnamed(row.student) is not None:
            continue
        folder = Path("feedback", row.student, sheet.assignment)
        pages = [(name, folder / f"{name}.html") for name in names]
        links[row.student] = [(name, _address(page)) for name, page in pages if (root / page).is_file()]
    return links


def _notebooks(root: Path, assignment: str) -> list[str]:
    rooms = (root / room / assignment for room in ("source", "release"))
    return sorted({path.stem for room in rooms for path in room.glob("*.ipynb")})


def _address(page: Path) -> str:
    """Return the page's address, every part of it percent-encoded, so that no name can lead elsewhere."""
    return "../../" + "/".join(quote(os.fsencode(part), safe="") for part in page.parts)
