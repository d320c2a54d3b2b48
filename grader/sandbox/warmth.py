"""What of an assignment its warm process has to know: read from the cells that students are given."""

import ast
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.notebooks import read_notebook

TRAINS = ("optim", "backward")
DRAWS = ("matplotlib",)


@dataclass(frozen=True, slots=True)
class Warmth:
    """What a warm process does before it forks.

    Attributes:
        imports: statements.
        train: whether it runs a small training step.
        draw: whether it draws a small figure.
    """

    imports: tuple[str, ...] = ()
    train: bool = False
    draw: bool = False

    @classmethod
    def of(cls, folder: str | None) -> "Warmth":
        """Read what the notebooks need that lie in a folder of released files."""
        if folder is None:
            return cls()
        notebooks = sorted(Path(folder).glob("*.ipynb"))
        return _of(tuple((str(path), path.stat().st_mtime_ns) for path in notebooks))


@functools.lru_cache(maxsize=8)
def _of(notebooks: tuple[tuple[str, int], ...]) -> Warmth:
    sources = [source for path, _ in notebooks for source in _sources(Path(path))]
    imports = tuple(dict.fromkeys(statement for source in sources for statement in _imports(source)))
    text = "\n".join(sources)
    named = "\n".join(imports)
    return Warmth(imports, any(word in text for word in TRAINS), any(word in named for word in DRAWS))


def _sources(path: Path) -> Iterable[str]:
    try:
        return [cell.source for cell in read_notebook(path).cells if cell.cell_type == "code"]
    except GraderError:
        return []


def _imports(source: str) -> Iterator[str]:
    """Return the import statements at the top level of a cell; those behind a magic are found too."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        body = ast.parse("\n".join(lines)).body
    except SyntaxError:
        return
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield ast.unparse(node)
