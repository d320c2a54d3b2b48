"""What a fork of the warm process still knows of files that it has not open."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from traitlets.config import Config

from grader.inside import confinement
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.sandbox.warmth import Warmth

OPENED = (
    "import builtins, os; builtins.kept = [open(os.devnull) for _ in range(40)]",
    "import matplotlib.pyplot as plt",
)
EACH_TEXT = """
import matplotlib.pyplot as plt
for number in range(60):
    plt.figure(figsize=(1, 1)).text(0, 0, f"$x_{{{number}}}$")
    plt.gcf().canvas.draw()
    plt.close("all")
"""


def test_the_descriptors_of_this_process_are_found() -> None:
    read, write = os.pipe()
    assert {read, write} <= set(confinement.held())
    os.close(read)
    assert read not in confinement.held()
    os.close(write)


def test_a_number_that_is_occupied_is_given_to_no_file() -> None:
    read, write = os.pipe()
    os.close(write)
    os.close(read)
    confinement.occupy([read, write])
    again = os.open(os.devnull, os.O_RDONLY)
    assert again not in (read, write)
    assert os.fstat(read).st_rdev == os.fstat(again).st_rdev
    for number in (read, write, again):
        os.close(number)


@pytest.fixture
def warmed(tmp_path: Path, small_limits: Config, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], object]:
    """Runs cells in a kernel whose warm process has opened files and drawn; gives the value of an expression."""

    def value(cell: str, expression: str) -> object:
        monkeypatch.setattr(Warmth, "of", lambda folder: Warmth(OPENED, draw=True))
        with StudentKernel(str(tmp_path), small_limits, 120.0) as kernel:
            reply = kernel.execute(cell, 60)
            assert reply["status"] == "ok", reply
            return Submission(kernel, []).eval(expression)

    return value


@pytest.mark.kernel
def test_what_the_warm_process_had_open_closes_no_file_of_a_student_s(warmed: Callable[[str], object]) -> None:
    cell = """
import builtins
mine = [open(f"{number}.txt", "w+") for number in range(60)]
builtins.kept.clear()
for file in mine:
    file.write("mine")
    file.flush()
print("still heard")
"""
    assert warmed(cell, "[file.seek(0) or file.read() for file in mine] == ['mine'] * 60") is True


@pytest.mark.kernel
def test_more_mathematical_texts_than_are_remembered_end_no_kernel(warmed: Callable[[str], object]) -> None:
    assert warmed(f"{EACH_TEXT}print('drawn')", "number") == 59
