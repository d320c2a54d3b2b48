"""The student's notebook as the feedback page shows it: own cells open, the handout's folded, outputs below each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup
from nbformat import NotebookNode

from grader.pages.highlight import CUT, MAX_ALL, MAX_SHOWN, code_html
from grader.pages.markdown import to_html
from grader.pages.task_lines import TaskLine
from grader.pages.task_names import Place
from grader.pictures import data_uri
from grader.text import plain

HEAD = "grader-result"  # the cell that the graded notebook begins with: what it says stands in the page's table
LONGEST = 20_000  # characters of one output that are shown
MAX_CACHED = 20_000  # characters of a cell that is kept for the next page
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_WIDE = re.compile(r"<table|<pre|display=\"block\"")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page; ``kind`` is task, results, own, handout or outputs."""

    kind: str
    html: Markup = field(default_factory=Markup)
    label: str = ""
    task: TaskLine | None = None
    wide: bool = False


def blocks(
    notebook: NotebookNode, released: NotebookNode | None, lines: Sequence[TaskLine], places: Sequence[Place]
) -> list[Block]:
    """Lay out the cells of a graded notebook.

    Args:
        notebook: with its outputs.
        released: as it was given out, None where that is not known.
        lines: the tasks' results.
        places: where the tasks are.
    """
    given = {_stripped(cell) for cell in released.cells} if released else set()
    layout = _Layout({line.id: line for line in lines}, places)
    for place, cell in enumerate(notebook.cells):
        if not (place == 0 and cell.get("id") == HEAD):
            layout.add(cell, _stripped(cell) in given)
    layout.unfold()
    return layout.blocks


class _Layout:
    """The blocks so far, and the cells of the handout that wait to be folded together."""

    def __init__(self, lines: Mapping[str, TaskLine], places: Sequence[Place]) -> None:
        self.lines = lines
        self.headings = {place.heading: place.id for place in places if place.heading}
        self.answers = {answer: place.id for place in places for answer in place.answers}
        self.blocks: list[Block] = []
        self.folded: list[Markup] = []
        self.begun: set[str] = set()
        self.figures = 0
        self.code = 0  # characters

    def add(self, cell: NotebookNode, handed_out: bool) -> None:
        """Add a cell, its outputs, and where it is a grade cell the task's results."""
        mark = cell.metadata.get("nbgrader", {})
        name = str(mark.get("grade_id", ""))
        if task := self.headings.get(cell.source) or self.answers.get(name):
            self.begin(task)
        html = self.source(cell) if cell.source.strip() else Markup()
        if handed_out and html:
            self.folded.append(html)
        elif html:
            label = "Your answer" if mark.get("solution") else "Added or changed by you"
            self.show(Block("own", html, label, wide=_is_wide(html)))
        if outputs := Markup().join(self.outputs(cell)):
            self.show(Block("outputs", outputs))
        if (mark.get("grade") or mark.get("task")) and name in self.lines:
            self.show(Block("results", task=self.lines[name]))

    def source(self, cell: NotebookNode) -> Markup:
        """Return the text or code of a cell."""
        if attachments := cell.get("attachments"):
            return _prose(to_html(cell.source, attachments))
        if cell.cell_type == "markdown":
            return _rendered("markdown", cell.source)
        before, self.code = self.code, self.code + len(cell.source)
        if self.code <= MAX_ALL:
            return _rendered(cell.cell_type, cell.source)
        cut = CUT if self.code > MAX_SHOWN else ""
        return _verbatim(plain(cell.source[: max(0, MAX_SHOWN - before)]) + cut)

    def begin(self, task: str) -> None:
        """Begin a task's section, once."""
        if task in self.lines and task not in self.begun:
            self.begun.add(task)
            self.show(Block("task", task=self.lines[task]))

    def show(self, block: Block) -> None:
        """Put a block below what waits."""
        self.unfold()
        self.blocks.append(block)

    def unfold(self) -> None:
        """Make one block of the handout's cells that wait."""
        if self.folded:
            count = len(self.folded)
            label = "Handout: 1 cell" if count == 1 else f"Handout: {count} cells"
            html = Markup("\n").join(self.folded)
            self.blocks.append(Block("handout", html, label, wide=_is_wide(html)))
            self.folded = []

    def outputs(self, cell: NotebookNode) -> Iterator[Markup]:
        """Return the outputs of a cell: text and pictures only."""
        for output in cell.get("outputs", ()):
            noted = output.get("metadata", {}).get("grader", {})
            if isinstance(noted, Mapping) and (noted.get("results") or noted.get("label")):
                continue
            data = output.get("data", {})
            if uri := data_uri(data):
                self.figures += 1
                yield _figure(uri, self.figures, noted)
            elif text := _text(output):
                yield Markup('<pre class="{}">{}</pre>\n').format(_kind(output), text)


def _rendered(kind: str, source: str) -> Markup:
    return (_cached if len(source) <= MAX_CACHED else _fresh)(kind, source)


def _fresh(kind: str, source: str) -> Markup:
    if kind == "markdown":
        return _prose(to_html(source))
    return _verbatim(Markup(code_html(plain(source))) if kind == "code" else plain(source))


_cached = lru_cache(maxsize=512)(_fresh)  # the handout's cells are the same for the whole class


def _verbatim(code: str) -> Markup:
    return Markup('<pre class="code"><code>{}</code></pre>').format(code)


def _prose(html: str) -> Markup:
    lowered = _HEADING.sub(lambda tag: f"<{tag[1]}h{min(6, int(tag[2]) + 2)}>", html)  # below the page's own
    return Markup('<div class="prose">{}</div>').format(Markup(lowered))


def _figure(uri: str, number: int, noted: object) -> Markup:
    """Return a picture with its number, and what is noted of where it comes from."""
    origin = ""
    if isinstance(noted, Mapping) and isinstance(noted.get("figure"), str):
        origin = noted["figure"]
    caption = f"Figure {number}, {origin}" if origin else f"Figure {number}"
    return Markup(
        '<figure><img src="{}" alt="Figure {}: output of the cell above"><figcaption>{}</figcaption></figure>\n'
    ).format(uri, number, caption)


def _kind(output: NotebookNode) -> str:
    return "output error" if output.get("output_type") == "error" or output.get("name") == "stderr" else "output"


def _text(output: NotebookNode) -> str:
    """Return the text of an output as a terminal would show it, cut where it is too long."""
    if output.get("output_type") == "error":
        said = "\n".join(map(str, output.get("traceback", ()))) or f"{output.get('ename')}: {output.get('evalue')}"
    elif output.get("output_type") == "stream":
        said = str(output.get("text", ""))
    else:
        said = str(output.get("data", {}).get("text/plain", ""))
    cut = len(said) - LONGEST
    lines = _ESCAPES.sub("", said[:LONGEST]).replace("\r\n", "\n").split("\n")
    shown = plain("\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)).rstrip()
    return f"{shown}\n[{cut} more characters]" if cut > 0 else shown


def _is_wide(html: str) -> bool:
    return _WIDE.search(html) is not None


def _stripped(cell: NotebookNode) -> tuple[str, str]:
    return cell.cell_type, cell.source.strip()
