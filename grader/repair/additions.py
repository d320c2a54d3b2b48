"""What a student added to a cell that is restored: it is kept in cells of its own, since other cells may need it."""

import ast
import contextlib
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from rapidfuzz import fuzz

from grader.repair.source import MAGIC, Block, blocks, defined, is_short, tree

ALIKE = 60.0  # percent: a statement is one of the release that was changed
MOST = 500  # statements of an edited check that are looked at
TITLE = "# Added to the check:"  # no more than four words, which nobody takes for a written answer


@dataclass(frozen=True, slots=True)
class Additions:
    """Lines that were added to a check.

    Attributes:
        check: its grade id.
        above: lines that need nothing of the check's.
        below: lines that use names which the check defines.
    """

    check: str
    above: str
    below: str

    def put(self, notebook: NotebookNode, check: NotebookNode) -> None:
        """Put them into cells around the restored check."""
        place = next(place for place, cell in enumerate(notebook.cells) if cell is check)
        cells = [new_code_cell(f"{TITLE}\n{text}") if text else None for text in (self.above, self.below)]
        notebook.cells[place : place + 1] = [cell for cell in (cells[0], check, cells[1]) if cell is not None]


def additions(name: str, edited: str, original: str, answers: frozenset[str]) -> Additions | None:
    """Return what was added to the code of a check; None if there is nothing that can be kept.

    Statements that are like one of the release that is gone, and define nothing new, are changes, and are lost. So is
    what no Python can read, what defines a name of an answer, and comments alone.

    Args:
        name: the grade id of the check.
        edited: its code as it was handed in.
        original: its code as it was given out.
        answers: the names that answers define.
    """
    given = {_key(block): block.source for block in blocks(original)}
    found = blocks(edited) if is_short(edited) else []
    there = [(_key(block), block) for block in found] if len(found) <= MOST else []
    gone = [given[key] for key in given.keys() - {key for key, _ in there}]
    readable = tree(edited) is not None  # else it never ran, and its words may be prose
    own = [
        block
        for key, block in there
        if key not in given
        and _runs(block)
        and (readable or defined(block.source))
        and not defined(block.source) & answers
        and (defined(block.source) - defined(original) or not any(_alike(block.source, old) for old in gone))
    ]
    uses, above, below = set(defined(original)), [], []
    for block in own:
        if _mentions(block) & uses:
            uses |= defined(block.source)
            below.append(block.source.strip("\n"))
        else:
            above.append(block.source.strip("\n"))
    return Additions(name, "\n".join(above), "\n".join(below)) if own else None


def _key(block: Block) -> str:
    """Return what makes two statements the same, whatever their comments and layout; else their text."""
    parsed = tree(block.source)
    with contextlib.suppress(RecursionError):
        if parsed is not None and not MAGIC.search(block.source):
            return ast.dump(parsed)
    return block.source.strip()


def _runs(block: Block) -> bool:
    """Whether a block does something, wherever it stands in a cell."""
    parsed = tree(block.source)
    if parsed is None or MAGIC.search(block.source):
        return parsed is not None and not block.source.lstrip().startswith("%%")
    return not all(
        isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.Name))
        for node in parsed.body
    )


def _alike(source: str, original: str) -> bool:
    return fuzz.ratio(source.strip(), original.strip(), score_cutoff=ALIKE) > 0


def _mentions(block: Block) -> set[str]:
    """Return the names that a statement reads."""
    parsed = tree(block.source)
    nodes = ast.walk(parsed) if parsed else ()
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
