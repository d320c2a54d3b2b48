"""What the tasks of a notebook are called, and which of its cells belong to each."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from nbformat import NotebookNode

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.{0,300})", re.MULTILINE)
_TASK = re.compile(r"(?:task|exercise|problem|question|part|assignment|aufgabe)\b", re.IGNORECASE)
_POINTS = re.compile(r"\s*[(\[][^()\[\]]*\bp(?:oin)?ts?\b\.?[^()\[\]]*[)\]]\s*$", re.IGNORECASE)
_MARKUP = re.compile(r"\*\*|__|[`$*]|\[([^\]]*)\]\([^)]*\)")
_FENCE = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """One task: its grade cell's id, its name, the text of the cell that names it, and the cells of its answer."""

    id: str
    name: str
    heading: str = ""
    answers: tuple[str, ...] = ()


def find_tasks(notebook: NotebookNode) -> tuple[Place, ...]:
    """Find the tasks of a notebook, in order: each is called what the heading above it says, else by its id."""
    found: list[Place] = []
    name, heading, answers = "", "", []
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and (title := _title(cell.source)):
            name, heading = title, cell.source
        if mark.get("solution"):
            answers.append(str(mark.get("grade_id")))
        if mark.get("grade") or mark.get("task"):
            task = str(mark.get("grade_id"))
            found.append(Place(task, name or task, heading, (*answers, task)))
            answers = []
    return _with_unique_names(found)


def _title(source: str) -> str:
    """Return the heading in a text that can name a task: one that says so, else the last below the notebook's title."""
    headings = [(len(marks), text) for marks, text in _HEADING.findall(_FENCE.sub("", source))]
    naming = [text for _, text in headings if _TASK.match(_plain(text))] or [
        text for rank, text in headings if rank > 1
    ]
    return _plain(naming[-1])[:100] if naming else ""


def _plain(heading: str) -> str:
    return _POINTS.sub("", _MARKUP.sub(r"\1", heading.rstrip(" \t#"))).strip()


def _with_unique_names(tasks: Iterable[Place]) -> tuple[Place, ...]:
    """Add the id where several tasks stand below one heading."""
    tasks = tuple(tasks)
    uses = Counter(task.name for task in tasks)
    return tuple(
        task if uses[task.name] == 1 else Place(task.id, f"{task.name}: {task.id}", task.heading, task.answers)
        for task in tasks
    )
