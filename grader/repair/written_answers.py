"""Written answers outside their cell: where else in the notebook a student has written text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from grader.repair.matching import LONGEST, grade_id, is_code_answer, marked, same, tasks_by_name
from grader.repair.prose import find_prose, words
from grader.repair.source import defined, parses, unfenced
from grader.text import one_line

# How many words, other than those of the release, make a text that a person has to read.
IN_TEXT = 3
IN_CODE = 5
ASIDE = 12  # docstrings, titles of figures, comments in the answers to other tasks
MOST_READ = 500_000  # characters of a notebook that are searched
MOST_PLACES = 5  # that a note names
PICTURE = re.compile(r"!\[[^\]]{0,300}\] ?(?:\([^)]{0,300}\)|\[[^\]]{0,300}\])|<img\b[^>]{0,300}>", re.IGNORECASE)
FORM = re.compile(r"^[*_#\s]*(?P<label>[^<>\n]*?)\s*<[^<>/\n]+>[*_ \t]*$", re.MULTILINE)  # "Name: < your name >"
SENTENCE = re.compile(r"[.!?:][*_]*\s+|\n")  # what ends one
NOTE = "The cell of {name!r} contains no answer, but there is text that may be one {where}. It will be graded manually."
COMMENT = "This cell is empty, but there is other text in the notebook, see its notes; it will be graded manually."


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that a student wrote: the number of its cell, as handed in and from 1, and the text."""

    number: int
    text: str


def empty(notebook: NotebookNode, released: NotebookNode) -> list[str]:
    """Return the grade ids of the written answers whose cell is blank or as it was given out."""
    cells = marked(notebook)
    return [
        name
        for name, original in marked(released).items()
        if not is_code_answer(original) and not original.metadata.nbgrader["locked"] and name in cells
        if not cells[name].source.strip() or same(cells[name].source, original.source)
    ]


def handed_in(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells of a notebook as they are before repair, which may restore or join what words stand in."""
    return [NotebookNode(cell) for cell in notebook.cells]


def elsewhere(
    before: Sequence[NotebookNode], notebook: NotebookNode, released: NotebookNode
) -> tuple[list[str], list[str]]:
    """Return the written tasks that a person has to look for, by grade id, and notes on them, a line each.

    Args:
        before: the cells as they were handed in.
        notebook: the notebook after repair.
        released: the notebook as it was given out.
    """
    tasks = empty(notebook, released)
    found = passages(before, released) if tasks else []
    if not found:
        return [], []
    places = [f"in cell {passage.number} ({one_line(passage.text, 60)!r})" for passage in found[:MOST_PLACES]]
    more = len(found) - len(places)
    where = ", ".join(places) + (f", and in {more} more" if more else "")
    return tasks, [NOTE.format(name=name, where=where) for name in tasks]


def passages(before: Sequence[NotebookNode], released: NotebookNode) -> list[Passage]:
    """Return what the student wrote in words, anywhere in a notebook; what was given out is left out."""
    given = _Given(released)
    found: list[Passage] = []
    left = MOST_READ
    for number, cell in enumerate(before, start=1):
        left -= len(cell.source)
        if left < 0:
            return [*found, Passage(number, "and below: too long to be searched")]
        if text := _own(cell, given):
            found.append(Passage(number, text))
    return found


class _Given:
    """What was given out: runs of three words, pictures, and what is to be filled in with a name."""

    def __init__(self, released: NotebookNode) -> None:
        self.sources = {cell.source for cell in released.cells}
        self.runs = {run for cell in released.cells for run in _runs(_lower(cell.source))}
        self.pictures = {match for cell in released.cells for match in PICTURE.findall(cell.source)}
        self.attached = {name for cell in released.cells for name in cell.get("attachments", {})}
        self.answers = {name for name, cell in marked(released).items() if is_code_answer(cell)}
        self.names = tasks_by_name(released).keys()
        forms = [(cell.get("id"), FORM.findall(cell.source)) for cell in released.cells if cell.cell_type != "code"]
        self.forms = {cell_id for cell_id, labels in forms if labels}
        self.labels = {label.casefold() for _, labels in forms for label in labels if label}


def _own(cell: NotebookNode, given: _Given) -> str:
    """Return the words of a cell that were not given out, if they are enough for a person to read; else ''."""
    attached = set(cell.get("attachments", {})) - given.attached
    if cell.source in given.sources and not attached:  # most cells: there is no need to read them
        return ""
    source = unfenced(cell.source)
    names = defined(source)
    defines = bool(given.names & names)
    if (cell.cell_type == "code" or names) and (defines or parses(source)) and len(source) <= LONGEST:
        answer = defines or grade_id(cell) in given.answers
        limits = ((prose.text, ASIDE if prose.aside else IN_CODE) for prose in find_prose(source, answer))
        return next((fresh for text, at_least in limits if (fresh := _fresh(text, given, at_least))), "")
    if attached or any(match not in given.pictures for match in PICTURE.findall(source)):
        return _fresh(source, given, 1) or "a picture"
    starts = [line.strip("*_# \t").casefold() for line in source.splitlines()]
    form = cell.get("id") in given.forms or any(line.startswith(tuple(given.labels)) for line in starts)
    return _fresh(source, given, ASIDE if form else IN_TEXT)


def _fresh(text: str, given: _Given, at_least: int) -> str:
    """Return the text from the first new sentence on; '' where fewer of its words are new than needed."""
    found = words(text)
    runs = _runs([match[0].casefold() for match in found])
    known = {place + step for place, run in enumerate(runs) if run in given.runs for step in range(3)}
    own = [match for place, match in enumerate(found) if place not in known]
    if len(own) < at_least:
        return ""
    starts = [match.end() for match in SENTENCE.finditer(text, 0, own[0].start())]
    return text[starts[-1] if starts else 0 :].lstrip("#> \t\n")


def _lower(text: str) -> list[str]:
    return [match[0].casefold() for match in words(text)]


def _runs(found: list[str]) -> list[tuple[str, str, str]]:
    return list(zip(found, found[1:], found[2:], strict=False))
