"""Puts a question where nothing reaches it that a student's code has set: warnings, modes, defaults, limits.

Whatever it sets is put back after the question.
"""

import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

globals()["__builtins__"] = dict(globals()["__builtins__"])  # as they are now: the student's code can change the others

RECURSION = 1000  # calls, Python's own limit
ERRORS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
PRINTED: dict[str, Any] = {"edgeitems": 3, "threshold": 1000, "precision": 8, "suppress": False, "linewidth": 75}
PRINTED |= {"nanstr": "nan", "infstr": "inf", "sign": "-", "floatmode": "maxprec", "formatter": None, "legacy": False}


def put(question: Callable[[], Any], seed: int | None) -> Any:
    """Return what a question comes to.

    Double precision as the default stays, since code may rest on it. Where that code fails, it was written for single
    precision, and the default changed later: the question is put once more. Half precision is never the default.
    """
    with _room() as modules:
        _seed(seed, modules)
        torch: Any = modules.get("torch")
        double = torch and torch.get_default_dtype() == torch.float64
        if torch and not double:
            torch.set_default_dtype(torch.float32)
        try:
            return question()
        except Exception as error:
            if not double:
                raise
            torch.set_default_dtype(torch.float32)
            _seed(seed, modules)
            with contextlib.suppress(Exception):
                return question()
            raise error


@contextlib.contextmanager
def _room() -> Iterator[dict[str, Any]]:
    """Set what a question needs; numpy and torch, as far as they are loaded, by name."""
    stack = ExitStack()
    try:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        if sys.getrecursionlimit() < RECURSION:
            stack.callback(sys.setrecursionlimit, sys.getrecursionlimit())
            sys.setrecursionlimit(RECURSION)
        modules = {name: module for name in ("numpy", "torch") if (module := _own(name, stack)) is not None}
        if "numpy" in modules:
            stack.enter_context(modules["numpy"].errstate(**ERRORS, call=None))
            stack.enter_context(modules["numpy"].printoptions(**PRINTED))
        if "torch" in modules:
            _set_torch(modules["torch"], stack)
        yield modules
    finally:
        with contextlib.suppress(Exception):  # the code that was asked may have left any of it in disorder
            stack.close()


def _set_torch(torch: Any, stack: ExitStack) -> None:
    """Set torch's modes and defaults; the default dtype is only put back."""
    stack.enter_context(torch.inference_mode(False))
    stack.enter_context(torch.enable_grad())
    stack.enter_context(torch.autograd.set_detect_anomaly(False))
    stack.enter_context(torch.autocast("cpu", enabled=False))
    if torch.overrides._get_current_function_mode_stack():
        stack.enter_context(torch.device("cpu"))
    stack.callback(torch.set_default_dtype, torch.get_default_dtype())
    options = vars(torch._tensor_str.PRINT_OPTS)
    stack.callback(options.update, dict(options))
    torch.set_printoptions(profile="default")


def _own(name: str, stack: ExitStack) -> Any:
    """Return a loaded module also where another object has taken its place, or it was removed; None if not loaded."""
    there = sys.modules.get(name)
    if _is_library(there, name):
        return there
    parts = [module for key, module in list(sys.modules.items()) if key.startswith(f"{name}.")]
    values = (value for part in parts for value in list(getattr(part, "__dict__", {}).values()))
    found = next((value for value in values if _is_library(value, name)), None)
    if found is not None:
        if name in sys.modules:
            stack.callback(sys.modules.__setitem__, name, there)  # type: ignore[arg-type]
        else:
            stack.callback(sys.modules.pop, name, None)
        sys.modules[name] = found
    return found


def _is_library(module: Any, name: str) -> bool:
    """Whether an object is the module of that name as the import system has made it."""
    kept = module.__dict__ if type(module) is type(sys) else {}
    return kept.get("__name__") == name and kept.get("__spec__") is not None


def _seed(seed: int | None, modules: dict[str, Any]) -> None:
    """Put the global generators into a known state, unless the seed is None."""
    import random

    if seed is None:
        return
    random.seed(seed)
    if "numpy" in modules:
        modules["numpy"].random.seed(seed % 2**32)
    if "torch" in modules:
        modules["torch"].default_generator.manual_seed(seed)  # manual_seed records a traceback for devices to come
