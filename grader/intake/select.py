"""Which of the files that were handed in is the assignment's notebook."""

from dataclasses import dataclass
from pathlib import PurePosixPath

import nbformat

from grader.errors import UnreadableSubmission
from grader.intake.listing import MAX_BYTES, UNREADABLE, File, Listing
from grader.intake.reader import read
from grader.intake.zips import is_zip
from grader.repair.matching import belongs
from grader.text import one_line

MAX_CANDIDATES = 20
KINDS = {".py": "a Python file", ".pdf": "a PDF", ".html": "a web page", ".docx": "a Word document", ".md": "a text"}
SUFFIXES = {"", ".json", ".txt"}  # what a notebook's name may end in when its own ending was lost


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that holds a notebook, and what was repaired to read it."""

    file: File
    notebook: nbformat.NotebookNode
    notes: tuple[str, ...]
    whole: bool = True  # with its figures and attachments

    @property
    def cells(self) -> list[tuple[str, str]]:
        """What makes two notebooks the same: kind and text of their cells, empty ones aside."""
        return [(cell.cell_type, cell.source.strip()) for cell in self.notebook.cells if cell.source.strip()]


def choose(listing: Listing, name: str, released: nbformat.NotebookNode | None) -> tuple[Candidate, list[str]]:
    """Return the notebook to grade, and why this one, a line each.

    Args:
        listing: all that was handed in.
        name: what the notebook should be called.
        released: the notebook as students received it, if known.

    Raises:
        UnreadableSubmission: there is none, or there are several and they differ.
    """
    found, problems = candidates(listing, name)
    if not found:
        raise _refused("; ".join(problems[:3]) or _missing(listing, name) + (f"; {listing.cut}" if listing.cut else ""))
    notes = [f"{problem}; it was left out." for problem in problems]
    notes += [f"{listing.cut[0].upper()}{listing.cut[1:]}."] if listing.cut else []
    if (count := len(_notebooks(listing))) > MAX_CANDIDATES:
        notes.append(f"There are {count} notebooks; {count - MAX_CANDIDATES} of them were not read.")
    if released is not None:
        found = _of_this_homework(found, released, notes)
    first, *rest = found
    different = [other for other in rest if other.cells != first.cells]
    if different:
        names = " and ".join(_shown(candidate) for candidate in (first, different[0]))
        raise _refused(f"there are {1 + len(different)} different notebooks: {names}")
    if rest:
        copies = ", ".join(_shown(other) for other in rest[:3])
        notes.append(f"The same notebook was handed in more than once; {_shown(first)} was read, not {copies}.")
    elif first.file.name != name:
        notes.append(f"The notebook was found as {_shown(first)}; it should be called {name!r}.")
    first = first if first.whole else _whole(first)
    return first, [*notes, *first.notes]


def _whole(candidate: Candidate) -> Candidate:
    """One of several notebooks with its pictures: in memory there are only one notebook's."""
    notebook, notes = read(candidate.file.read())
    return Candidate(candidate.file, notebook, tuple(notes))


def candidates(listing: Listing, name: str = "") -> tuple[list[Candidate], list[str]]:
    """All notebooks that can be read, the likeliest first, and what is wrong with the others and with zips."""
    problems = list(listing.problems)
    files = _notebooks(listing)
    lost = [file for file in listing.files if PurePosixPath(file.name).suffix.lower() in SUFFIXES]
    found = _readable(_ordered(files, name), problems)
    if not found:
        found = _readable(_ordered(lost, name), [])
    return found, problems


def _notebooks(listing: Listing) -> list[File]:
    return [file for file in listing.files if ".ipynb" in file.base.lower() and not is_zip(file)]


def _ordered(files: list[File], name: str) -> list[File]:
    ranked = sorted(files, key=lambda file: (file.name != name, file.base != name, file.name.count("/"), file.name))
    return ranked[:MAX_CANDIDATES]


def _readable(files: list[File], problems: list[str]) -> list[Candidate]:
    found = []
    alone = len(files) == 1
    for file in files:
        shown = one_line(file.name, 100)
        if file.size > MAX_BYTES:
            problems.append(f"{shown} has {file.size / 2**20:,.0f} MB; at most {MAX_BYTES / 2**20:,.0f} MB are read")
            continue
        try:
            notebook, notes = read(file.read(), pictures=alone)
            found.append(Candidate(file, notebook, tuple(notes), alone))
        except UnreadableSubmission as error:
            problems.append(f"{shown} {error.what}")
        except UNREADABLE as error:
            problems.append(f"{shown} cannot be read ({type(error).__name__})")
        except MemoryError:
            problems.append(f"{shown} needs more memory than is available")
    return found


def _of_this_homework(found: list[Candidate], released: nbformat.NotebookNode, notes: list[str]) -> list[Candidate]:
    """Without the notebooks of other homework and the untouched release, where there are others."""
    own = [candidate for candidate in found if belongs(candidate.notebook, released)]
    if not own:
        raise _refused(
            f"{one_line(found[0].file.name, 100)} is a different notebook: nothing in it belongs to this homework"
        )
    blank = Candidate(found[0].file, released, ()).cells
    touched = [candidate for candidate in own if candidate.cells != blank] or own
    for candidate in found:
        if candidate not in own:
            notes.append(f"{_shown(candidate)} does not belong to this homework; it was left out.")
        elif candidate not in touched:
            notes.append(f"{_shown(candidate)} is the unchanged release; it was left out.")
    return touched


def _missing(listing: Listing, name: str) -> str:
    there = [f"{one_line(file.name, 60)}{_kind(file)}" for file in listing.files if file.base != "timestamp.txt"]
    if not there and listing.others.get(name):
        return f"{name} is {listing.others[name]}, not a file"
    there += [f"{one_line(other, 60)} ({kind})" for other, kind in listing.others.items()]
    return f"{name} was not handed in; there is {', '.join(there[:4]) or 'nothing at all'}"


def _kind(file: File) -> str:
    kind = KINDS.get(PurePosixPath(file.name).suffix.lower())
    return f" ({kind})" if kind else ""


def _shown(candidate: Candidate) -> str:
    return repr(one_line(candidate.file.name, 100))


def _refused(what: str) -> UnreadableSubmission:
    return UnreadableSubmission("submission", what, "Ask for the .ipynb file as JupyterLab saves it.")
