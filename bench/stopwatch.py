"""Tells what the parts of a program take, by wrapping its functions from outside; no part is counted twice."""

import contextlib
import functools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

Label = str | Callable[..., str]


class Stopwatch:
    """Seconds by label. A part that runs within another one is taken off the outer one's time."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner = [0.0]  # what was spent in parts within each open one

    @contextlib.contextmanager
    def part(self, label: str) -> Iterator[None]:
        """Count what runs in this context under a label."""
        started = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            took = time.perf_counter() - started
            self.seconds[label] += took - self._inner.pop()
            self._inner[-1] += took

    def wrapped(self, function: Callable[..., Any], label: Label) -> Callable[..., Any]:
        """A function that is counted; its label may depend on its arguments."""

        @functools.wraps(function)
        def counted(*arguments: Any, **named: Any) -> Any:
            with self.part(label if isinstance(label, str) else label(*arguments, **named)):
                return function(*arguments, **named)

        return counted

    @contextlib.contextmanager
    def watching(self, parts: list[tuple[Any, str, Label]]) -> Iterator[None]:
        """Count calls of functions, each given by its owner, its name and its label, while the context lasts."""
        with contextlib.ExitStack() as patches:
            for owner, name, label in parts:
                patches.enter_context(patch.object(owner, name, self.wrapped(getattr(owner, name), label)))
            yield
