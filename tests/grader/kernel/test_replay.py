"""After a cell that ended its kernel the ones before it run again, without it and within the same limits."""

import math
import time
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_notebook

from grader.errors import GradingFailed, KernelLost
from grader.kernel.replay import replay
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from tests.support.cells import FLOOD, Run, names, text

pytestmark = pytest.mark.kernel


def test_a_cell_that_dies_is_left_out_and_the_ones_before_it_run_again(run: Run) -> None:
    cells, submission = run("x = 1", "y = 2\nimport os\nos._exit(0)", "x += 1", "[x, 'y' in globals()]")
    assert names(cells[1]) == ["KernelLost"]
    assert "ended its own kernel" in text(cells[1])
    assert cells[3].outputs[0].data["text/plain"] == "[2, False]"
    assert len(submission.cells) == 3


def test_messages_without_end_do_not_hold_up_a_kernel_that_is_brought_back(run: Run) -> None:
    started = time.monotonic()
    flood = FLOOD + "threading.Thread(target=flood, args=[False], daemon=True).start()"
    cells, _ = run("x = 1", flood, "import os\nos._exit(0)", "x += 1")
    assert names(cells[2]) == ["KernelLost"]
    assert time.monotonic() - started < 60
    assert len(nbformat.writes(new_notebook(cells=cells))) < 20 << 20


@pytest.mark.parametrize(("timeout", "cell", "question"), [(5, 5.0, 5.0), (-1, math.inf, 20.0)])
def test_cells_that_run_again_have_the_course_s_time_limit(
    run: Run, timeout: int, cell: float, question: float
) -> None:
    cells, submission = run("x = 1", "import os\nos._exit(0)", "x", timeout=timeout)
    assert text(cells[2]) == ""
    assert cells[2].outputs[0].data["text/plain"] == "1"
    assert (submission.cell_seconds, submission.seconds) == (cell, question)


def test_cells_that_ended_in_time_once_have_their_whole_time_when_they_run_again(
    kernel: StudentKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, float] = {}
    monkeypatch.setattr(kernel, "start", lambda: None)
    monkeypatch.setattr(kernel, "run", lambda code, seconds, **how: given.update({code: seconds}))
    kernel.reduce_limits()
    submission = Submission(kernel, ["import torch", "while True: pass"], cell_seconds=90)
    submission.timed_out.add("while True: pass")
    submission.replay()
    assert given["import torch"] == 90
    assert given["while True: pass"] == 45


class Kernel:
    """A kernel whose time is up after some starts, and in which some code fails."""

    def __init__(self, starts: int = 9, **statuses: str) -> None:
        self.left, self.statuses, self.ran = starts, statuses, list[str]()

    @property
    def spent(self) -> bool:
        return self.left <= 0

    def start(self) -> None:
        self.left -= 1

    def execute(self, source: str, seconds: float) -> dict[str, str]:
        self.ran.append(source)
        return {"status": self.statuses.get(source, "ok")}

    def transfer_files(self) -> None:
        self.ran.append("<files>")

    def scaled(self, seconds: float) -> float:
        return seconds

    def run(self, source: str, seconds: float, **how: bool) -> None:
        self.ran.append(source)

    def keep(self, name: str) -> None:
        self.ran.append(f"<state of {name}>")


def cells_of(*sources: str, given: int) -> SimpleNamespace:
    return SimpleNamespace(
        cells=list(sources), timed_out=set(), checks={"check": "task"}, given=given, cell_seconds=9.0
    )


def test_files_come_after_what_is_given_out_and_each_check_keeps_its_state() -> None:
    kernel: Any = Kernel()
    replay(kernel, cells_of("imports", "answer", "check", "more", given=1))
    assert kernel.ran == ["imports", "<files>", "answer", "check", "<state of task>", "more"]


def test_what_is_given_out_and_fails_now_is_no_fault_of_the_student_s() -> None:
    kernel: Any = Kernel(imports="error")
    with pytest.raises(GradingFailed, match=r"before any of the student's code \(error\)"):
        replay(kernel, cells_of("imports", "answer", given=1))


@pytest.mark.parametrize("starts", [0, 1])
def test_without_time_left_the_kernel_is_lost(starts: int) -> None:
    kernel: Any = Kernel(starts, imports="error")
    with pytest.raises(KernelLost, match="time for this submission is used up"):
        replay(kernel, cells_of("imports", given=1))
    assert kernel.ran == ["imports"] * starts
