"""What is limited runs in the process of the test: that is quicker, and the test may change it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from grader.process import limited


def run(step: str, function: Callable[..., Any], *arguments: Any, **limits: float) -> Any:
    """Call a function, in place of `grader.process.limited.run`."""
    return function(*arguments)


@contextmanager
def in_this_process() -> Iterator[pytest.MonkeyPatch]:
    """Run what is limited in this process, for as long as the context lasts; what it yields is undone with that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limited, "run", run)
        yield patch
