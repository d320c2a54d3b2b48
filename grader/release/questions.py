"""Records what hidden tests send to a student's kernel, which the student's code can then use."""

import ast
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.inside.agent import encode
from grader.kernel.submission import Submission
from grader.repair.source import blocks, tree


@dataclass(frozen=True, slots=True)
class Question:
    """Source and inputs of one question, the inputs as the JSON text that is sent."""

    source: str
    inputs: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a question sends under a name: what its source defines there, or an input."""

    name: str
    question: Question
    shape: tuple[int, ...] | None = None  # of an input


class Recorder(Submission):
    """A submission that keeps its questions, and the shapes of its answers."""

    def __init__(self, like: Submission) -> None:
        super().__init__(like.kernel, like.cells, like.seconds, like.cell_seconds)
        self.questions: list[Question] = []
        self.shapes: set[tuple[int, ...]] = set()

    def eval(
        self, source: str, *, shape: tuple[int, ...] | None = None, asks: Sequence[str] = (), **inputs: Any
    ) -> Any:
        """As `Submission.eval`."""
        self.questions.append(Question(source, json.dumps(encode(inputs))))
        value = super().eval(source, shape=shape, asks=asks, **inputs)
        self.shapes |= set(_shapes(value))
        return value


def offers(questions: Iterable[Question]) -> list[Offer]:
    """Return what some questions send, each thing once: definitions by their text, inputs by name and shape."""
    found: dict[tuple[object, ...], Offer] = {}
    for question in questions:
        for name, text in _definitions(question.source):
            found.setdefault((name, text), Offer(name, question))
        for name, value in json.loads(question.inputs)[1]:
            if (shape := _shape(value)) is not None:
                found.setdefault((name, shape), Offer(name, question, shape))
    return list(found.values())


def _definitions(source: str) -> Iterator[tuple[str, str]]:
    """Return the names that some source defines, but for modules, each with the text that does."""
    for block in blocks(source):
        parsed = tree(block.source)
        if parsed is not None and not any(isinstance(node, ast.Import | ast.ImportFrom) for node in parsed.body):
            yield from ((name, block.source.strip()) for name in sorted(block.names))


def _shape(value: list[Any]) -> tuple[int, ...] | None:
    """Return the shape of an encoded input, None of what is no number."""
    return tuple(value[2]) if value[0] == "array" else () if value[0] in ("int", "float") else None


def _shapes(value: Any) -> Iterator[tuple[int, ...]]:
    if isinstance(value, list):
        for item in value:
            yield from _shapes(item)
    elif isinstance(value, np.ndarray | int | float):
        yield np.shape(value)
