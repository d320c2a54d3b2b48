"""Text of the student's own outside its answer cell: where a written answer may stand that its cell does not hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode
from rapidfuzz.distance import Indel

from grader.code_prose import code_texts, is_code
from grader.similar import grade_id, is_code_answer, marked, places, same

FEW = 4  # words that an addition to a text needs to be one; a name that was filled in has fewer
HEADING = 8
WORD = re.compile(r"[^\W\d_]{2,}")
LETTERS = re.compile("[\u3040-\u9fff\uac00-\ud7af]")  # of scripts that put no space between words
PICTURE = re.compile(r"!\[[^\]]*\]|<img\b", re.IGNORECASE)
LONGEST = 20_000  # characters of one cell that are compared
MAX_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the student's own: the number of its cell in the notebook, from 1, and its first words."""

    cell: int
    words: str


def unanswered(notebook: NotebookNode, released: NotebookNode) -> list[str]:
    """The written tasks whose cell is empty or as it was given out, by grade id."""
    found = marked(notebook)
    return [
        name
        for name, original in marked(released).items()
        if original.metadata.nbgrader["grade"]
        and original.metadata.nbgrader["solution"]
        and not is_code_answer(original)
        and name in found
        and (same(found[name].source, original.source) or not found[name].source.strip())
        and not found[name].get("attachments")
    ]


def elsewhere(notebook: NotebookNode, released: NotebookNode) -> tuple[list[str], list[str]]:
    """The written tasks that a person has to look for, by grade id, and what to tell of them, a line each.

    Those are the unanswered ones of a notebook that holds prose of the student's own, which may be the answer.
    """
    tasks = unanswered(notebook, released)
    found = list(passages(notebook, released)) if tasks else []
    if not found:
        return [], []
    where = ", ".join(f"in cell {passage.cell} ({passage.words!r})" for passage in found[:MAX_SHOWN])
    more = f", and in {len(found) - MAX_SHOWN} more" if len(found) > MAX_SHOWN else ""
    return tasks, [
        f"The cell of {name!r} holds no answer, but there is text that may be one {where}{more}. A person marks it."
        for name in tasks
    ]


def passages(notebook: NotebookNode, released: NotebookNode) -> Iterator[Passage]:
    """The prose of the student's own in a notebook, in order."""
    known = places(notebook, released)
    wanted = marked(released)
    given = {line for cell in released.cells for line in _lines(cell.source)}
    for index, cell in enumerate(notebook.cells):
        name = grade_id(cell)
        if name in wanted and wanted[name].metadata.nbgrader["locked"]:
            continue
        original = released.cells[known[index]] if index in known else None
        if cell.cell_type == "code":
            before = original.source if original is not None else ""
            answer = name in wanted and is_code_answer(wanted[name])
            text = next((text for text in code_texts(cell.source, before, answer) if text not in given), "")
        else:
            text = _added(cell, original, given)
        if text:
            yield Passage(index + 1, _first_words(text))


def count_words(text: str) -> int:
    """The number of words in a text, of whatever script."""
    return len(WORD.findall(LETTERS.sub(" ", text))) + len(LETTERS.findall(text)) // 2


def _added(cell: NotebookNode, original: NotebookNode | None, given: set[str]) -> str:
    """What a text cell says beyond the release; empty if that is next to nothing."""
    lines = [line for line in _lines(cell.source[:LONGEST]) if line not in given and not is_code(line)]
    text = "\n".join(line for line in lines if not line.startswith("#") or count_words(line) >= HEADING)
    if original is not None:
        there = set(_lines(cell.source))
        text = _inserted(" ".join(line for line in _lines(original.source) if line not in there), text)
    elif cell.get("attachments") or any(PICTURE.search(line) for line in lines):
        return text or "a picture"
    fresh = set(cell.get("attachments", {})) - set((original or cell).get("attachments", {}))
    return text if count_words(text) >= FEW else "a picture" if fresh else ""


def _inserted(before: str, after: str) -> str:
    old, new = before.split(), after.split()
    steps = [step for step in Indel.opcodes(old, new) if step.tag in ("insert", "replace")]
    return " ".join(word for step in steps for word in new[step.dest_start : step.dest_end])


def _lines(source: str) -> list[str]:
    return [" ".join(line.split()) for line in source.splitlines() if line.strip()]


def _first_words(text: str) -> str:
    words = " ".join(text.split()[:8])
    return words if len(words) <= 60 else words[:59] + "\u2026"
