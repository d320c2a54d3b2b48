"""A submission in this very process, for answers of our own that are judged by the thousand."""

import ast
import builtins
import contextlib
import importlib.util
import inspect
import io
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from grader.errors import StudentRaised
from grader.kernel.submission import checked

PREAMBLE = "import numpy as np, torch, torch.nn as nn, torch.optim as optim\nfrom tqdm import tqdm"


class LocalSubmission:
    """What a `Submission` is to a hidden test, without kernel and wire; for trusted code only."""

    def __init__(self, source: str) -> None:
        self.globals: dict[str, Any] = {}
        exec(PREAMBLE, self.globals)
        exec(compile(source, "<answer>", "exec"), self.globals)

    def eval(self, source: str, *, shape: tuple[int, ...] | None = None, **inputs: Any) -> Any:
        """The value of the last expression of some source."""
        tree = ast.parse(source)
        last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
        own = {name: value for name, value in self.globals.items() if name not in vars(builtins)}
        namespace = {**own, **inputs}
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                exec(compile(tree, "<hidden test>", "exec"), namespace)
                value = eval(compile(last, "<hidden test>", "eval"), namespace)
        except Exception as error:
            raise StudentRaised("submission", f"{type(error).__name__}: {error}") from error
        value = plain(value)
        return value if shape is None else checked(value, shape)


def plain(value: Any) -> Any:
    """Tensors as arrays, also inside lists and dictionaries, as the wire delivers them."""
    if torch.is_tensor(value):
        return value.detach().cpu().numpy()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return np.asarray(value) if isinstance(value, np.generic | np.ndarray) else value


def load(path: Path) -> ModuleType:
    """A module from its file."""
    spec = importlib.util.spec_from_file_location(f"soak_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(test: Any, source: str, reference: ModuleType, seed: int) -> bool:
    """Whether an answer passes one hidden test, all generators seeded by `seed`."""
    np.random.seed(seed)
    torch.manual_seed(seed)
    given = {"submission": LocalSubmission(source), "rng": np.random.default_rng(seed), "reference": reference}
    try:
        test(**{name: given[name] for name in inspect.signature(test).parameters})
    except (AssertionError, StudentRaised):
        return False
    return True
