"""Judges a program by one hidden test, as a kernel would be judged, and measures what the test promises.

Questions and answers pass through the code of both sides of the line, here within one process.
"""

import inspect
import json
import re
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import numpy as np
import torch
from local import PREAMBLE, load

from grader import wording
from grader.errors import AnswerError
from grader.inside.agent import answer
from grader.inside.clean_room import put
from grader.judging import compare, random_laws
from grader.kernel.submission import Submission
from search.confined import Child, Lost
from search.judgement import Judgement

Measure = Callable[[dict[str, Any], np.random.Generator], float]
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def told(value: float) -> str:
    """A number as messages tell it here: to more digits than a student reads, so that a climb sees where it goes."""
    return f"{float(value):.6g}"


for module in (wording, compare, random_laws):
    module.amount = told  # type: ignore[attr-defined]


class ThisProcess:
    """What `grader.kernel.student_kernel.StudentKernel` is to a submission: a namespace in which source runs."""

    alive = True
    spent = False

    def __init__(self, source: str) -> None:
        self.globals: dict[str, Any] = {"__name__": "__main__"}
        self.seen: Counter[str] = Counter()
        self.asked = 0
        ours = np.geterr()
        exec(PREAMBLE, self.globals)
        exec(compile(source, "<answer>", "exec"), self.globals)
        self.errors = np.seterr(**ours)  # the student's own

    def scaled(self, seconds: float) -> float:
        """The time limit of a question, which the whole child process has."""
        return seconds

    def fork(self, name: str = "") -> Self:
        """This process itself: the whole child process is a fork."""
        return self

    def order_fork(self) -> None:
        """There is always one."""

    def request(self, kind: str, content: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The reply of a kernel to a question, both as they cross the line."""
        self.asked += 1
        ours = np.seterr(**self.errors)
        reply = answer(json.loads(json.dumps(content)), self.globals, put)
        self.errors = np.seterr(**ours)
        return dict(json.loads(json.dumps(reply)))

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True)
class HiddenTests:
    """The hidden tests of one task.

    Args:
        folder: where test_<task>.py and reference.py are.
        task: the grade id.
        measures: for each hidden test, what it promises.
    """

    folder: Path
    task: str
    measures: dict[str, Measure]

    @cached_property
    def reference(self) -> ModuleType:
        """The oracle."""
        return load(self.folder / "reference.py")

    @cached_property
    def functions(self) -> dict[str, Callable[..., None]]:
        """The hidden tests by name."""
        file = load(self.folder / f"test_{self.task}.py")
        return {name: each for name, each in vars(file).items() if name.startswith("test_")}

    @cached_property
    def child(self) -> Child:
        """The process in which programs run; it may be ended whenever a program may have left something behind."""
        assert self.functions
        assert self.reference
        return Child(self._judged)

    def judge(self, source: str, test: str, seed: int) -> Judgement:
        """Judge in a child process; an answer that hangs or kills it is an error of the answer."""
        try:
            return self.child.call(source, test, seed)
        except Lost as lost:
            return Judgement("error", said=str(lost))

    def _judged(self, source: str, test: str, seed: int) -> Judgement:
        function = self.functions[test]
        warnings.simplefilter("ignore")
        np.random.seed(seed)
        torch.manual_seed(seed)
        try:
            kernel = ThisProcess(source)
        except Exception as error:
            return Judgement("error", said=f"{type(error).__name__}: {error}"[:300])
        submission = Submission(kernel, [])  # type: ignore[arg-type]
        given = {"submission": submission, "rng": np.random.default_rng(seed), "reference": self.reference}
        try:
            with submission.asked(seed):
                function(**{name: given[name] for name in inspect.signature(function).parameters})
        except Exception as error:
            kind = {AssertionError: "failed"}.get(
                type(error), "error" if isinstance(error, AnswerError) else "internal"
            )
            lines = [frame.lineno or 0 for frame in traceback.extract_tb(error.__traceback__) if frame.name == test]
            text = f"{type(error).__name__}: {error}" if kind == "internal" else str(error)
            badness = self._badness(kernel, test, seed) if kind == "failed" else np.inf
            return Judgement(kind, (kernel.asked, max(lines, default=0)), missing(text), badness, text[:300])
        return Judgement("passed", badness=self._badness(kernel, test, seed))

    def _badness(self, kernel: ThisProcess, test: str, seed: int) -> float:
        """How far the answer is from what the test promises; infinite where it cannot even be asked."""
        if test not in self.measures:
            return 0.0
        try:
            with np.errstate(all="ignore"):
                badness = float(self.measures[test](kernel.globals, np.random.default_rng([seed, 1])))
        except Exception:
            return np.inf
        return np.inf if np.isnan(badness) else badness


def missing(message: str) -> float:
    """The difference between what came and what is expected, as far as a message tells it in numbers."""
    _, _, rest = message.partition(": got ")
    got, _, expected = rest.partition(", expected ")
    numbers = NUMBER.findall(got)
    if not numbers:
        return np.inf
    due = NUMBER.findall(expected.partition(". ")[0])
    return abs(float(numbers[0]) - float(due[0] if due else 0)) or np.inf  # something else was missing then
