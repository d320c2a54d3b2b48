"""The fixtures of hidden tests: the student's kernel, a random generator for inputs, and the reference solution."""

import hashlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from grader.errors import CourseError
from grader.kernel.submission import Submission


class Fixtures:
    """The fixtures of a hidden test, and the marker that sets its points.

    Args:
        submission: the student's kernel, or None if a subclass starts one.
        key: text that seeds the hidden inputs: the same text gives the same inputs.
    """

    def __init__(self, submission: Submission | None, key: str) -> None:
        self._submission = submission
        self._key = key
        self._references: dict[Path, ModuleType] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the marker."""
        config.addinivalue_line("markers", "points(n): what passing this hidden test earns")

    @pytest.fixture
    def submission(self, request: pytest.FixtureRequest) -> Iterator[Submission]:
        """Give a fork of the student's kernel, its global random generators seeded."""
        assert self._submission is not None
        with self._submission.asked(self._draw(request, "kernel")) as submission:
            yield submission

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Return a generator seeded with the submission's content and the test's name."""
        return np.random.default_rng(self._draw(request, "inputs"))

    @pytest.fixture
    def reference(self, request: pytest.FixtureRequest) -> ModuleType:
        """Return the reference implementation: reference.py next to the hidden test."""
        path = request.path.with_name("reference.py")
        if path not in self._references:
            self._references[path] = _load(path)
        return self._references[path]

    def _draw(self, request: pytest.FixtureRequest, purpose: str) -> int:
        text = f"{purpose} {request.path.name} {request.node.name} {self._key}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def _load(path: Path) -> ModuleType:
    name = f"hidden_reference_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CourseError(path, "cannot be imported")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
