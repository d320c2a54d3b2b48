"""What the hidden tests ask of one submission, and whether a page shows any of it."""

import base64
import marshal
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from grader.kernel.question import compiled
from grader.kernel.submission import Submission

SIGNS = 6  # letters and digits that make a line telling
DIGITS = 9  # of a number that make it telling: by chance two of some thousand agree once in 10^5 pages


class Questions:
    """The questions that were asked: their sources, and the numbers in their inputs."""

    def __init__(self) -> None:
        self.sources: set[str] = set()
        self.numbers: set[float] = set()

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """Record what any submission is asked."""
        evaluate = Submission.eval

        def eval(submission: Submission, source: str, **given: Any) -> Any:
            self.sources.add(source)
            self.numbers.update(_numbers({key: value for key, value in given.items() if key != "shape"}))
            return evaluate(submission, source, **given)

        with mock.patch.object(Submission, "eval", eval):
            yield

    def shown(self, page: str, public: Iterable[str], folder: Path) -> list[str]:
        """The telling lines of hidden files and questions, and the numbers of inputs, that a page shows.

        Args:
            page: its text.
            public: texts that the student had or wrote anyway.
            folder: where the hidden files are.
        """
        known = "\n".join(public)
        texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
        lines = {line.strip() for text in (*texts, *self.sources) for line in text.splitlines()}
        lines |= {part for source in self.sources for part in _parts(source)}
        telling = [line for line in lines if len(re.findall(r"\w", line)) >= SIGNS and line not in known]
        digits = {f"{abs(number):.17f}".replace(".", "").lstrip("0")[:DIGITS] for number in self.numbers if number}
        said = {run.replace(".", "").lstrip("0")[:DIGITS] for run in re.findall(r"\d+\.?\d*", _without(page, known))}
        return [
            *(line for line in telling if line in page),
            *sorted(digits & {run for run in said if len(run) == DIGITS}),
        ]


def _parts(source: str) -> Iterator[str]:
    """The names and texts of a question's code, as Python prints them: a kernel has its code, and not its source."""
    for code in marshal.loads(base64.b64decode(compiled(source)["program"])):
        yield from map(repr, code.co_names)
        yield from (repr(constant) for constant in code.co_consts if isinstance(constant, str))


def _without(page: str, known: str) -> str:
    """The page without its lines that the student had anyway."""
    return "\n".join(line for line in page.splitlines() if line.strip() and line.strip() not in known)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, np.ndarray | float):
        yield from (float(number) for number in np.ravel(value)[:200])
