"""Hidden files of a few lines, and a student's kernel that answers as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from grader.judging.hidden_tests import judge
from grader.results import CheckResult, TaskResult

SECRET = "the hidden value 12345"


class Kernel:
    """Answers every question with one value or error, and remembers seeds and inputs."""

    def __init__(self, value: object = 1) -> None:
        self.value = value
        self.seeds: list[int] = []
        self.inputs: list[object] = []

    @contextmanager
    def asked(self, seed: int) -> Iterator[Self]:
        """Remember the seed, and give itself."""
        self.seeds.append(seed)
        yield self

    def eval(self, source: str, *, shape: object = None, **inputs: object) -> object:
        self.inputs.append(inputs)
        if isinstance(self.value, BaseException):
            raise self.value
        return self.value


def judge_file(
    folder: Path, body: str, kernel: Kernel | None = None, points: float = 2, key: str = "key"
) -> TaskResult:
    """What comes of one hidden file, `test_task.py`, of the given body; pytest is imported in it."""
    (folder / "test_task.py").write_text(f"import pytest\n\n{body}\n")
    (task,) = judge(folder, kernel or Kernel(), {"task": points}, key)  # type: ignore[arg-type]
    return task


def hidden(body: str, points: float = 2, name: str = "test_it", title: str = "It is right.") -> str:
    """A hidden test in which `got` is what the kernel answers."""
    lines = "\n    ".join(body.split("\n"))
    start = f'@pytest.mark.points({points})\ndef {name}(submission, rng):\n    """{title}\n\n    More.\n    """\n'
    return f"{start}    got = submission.eval('it', x=rng.normal())\n    {lines}\n\n"


def only(task: TaskResult) -> CheckResult:
    """The one test of a task."""
    (test,) = task.tests
    return test
