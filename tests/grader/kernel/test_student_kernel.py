"""A student's kernel is asked, interrupted, ended, and never waited for longer than allowed."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from grader.errors import KernelLost, OutOfTime
from grader.interrupt import blocked
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.time_budget import MIN_LIMIT_SCALE

pytestmark = pytest.mark.kernel

Start = Callable[..., StudentKernel]
PRINTS = """
import os, signal, threading, time
thread = threading.Thread(target=threading.Event().wait, daemon=True)
thread.start()
real = os.write

def write(descriptor, data):
    os.write = real
    signal.pthread_kill(thread.ident, signal.SIGINT)
    time.sleep(0.1)
    return real(descriptor, data)

os.write = write
print("whole", flush=True)
print("not reached", flush=True)
"""
SHOWS = """
from IPython.display import publish_display_data

class Endless:
    def __repr__(self):
        while True:
            pass

publish_display_data({"text/plain": Endless()})
"""


def test_code_that_does_not_end_is_interrupted_and_the_kernel_goes_on(kernel: StudentKernel) -> None:
    kernel.execute("x = 5", 5)
    with pytest.raises(OutOfTime, match="did not finish in time"):
        kernel.execute("while True: pass", 1)
    assert kernel.alive
    assert kernel.execute("assert x == 5", 5)["status"] == "ok"


def test_code_that_ignores_the_interrupt_costs_the_kernel(kernel: StudentKernel) -> None:
    started = time.monotonic()
    with pytest.raises(OutOfTime):
        kernel.execute("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", 1)
    assert time.monotonic() - started < 6
    assert not kernel.alive
    with pytest.raises(KernelLost):
        kernel.execute("1", 5)


@pytest.mark.parametrize(
    "code", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)", "import ctypes; ctypes.string_at(0)"]
)
def test_code_that_ends_its_kernel_is_noticed_at_once(kernel: StudentKernel, code: str) -> None:
    started = time.monotonic()
    with pytest.raises(KernelLost, match="ended its own kernel"):
        kernel.execute(code, 20)
    assert time.monotonic() - started < 8
    assert not kernel.alive


def test_it_can_be_started_again(kernel: StudentKernel) -> None:
    with pytest.raises(KernelLost):
        kernel.execute("import os; os._exit(0)", 5)
    kernel.start()
    assert kernel.execute("1", 5)["status"] == "ok"


def test_a_kernel_is_interrupted_also_where_the_grader_s_processes_are_not(start: Start) -> None:
    with blocked():  # as Dask's workers are started
        kernel = start()
    with pytest.raises(OutOfTime):
        kernel.execute("while True: pass", 1)
    assert kernel.alive


def test_each_timeout_halves_later_time_limits_down_to_a_minimum(kernel: StudentKernel) -> None:
    assert kernel.scaled(8) == 8
    with pytest.raises(OutOfTime):
        kernel.execute("while True: pass", 0.5)
    assert kernel.scaled(8) == 4
    for _ in range(10):
        kernel.reduce_limits()
    assert kernel.scaled(8) == 8 * MIN_LIMIT_SCALE
    assert kernel.remaining(8) == 8


def test_nothing_runs_past_the_submission_s_deadline(kernel: StudentKernel) -> None:
    kernel.deadline = time.monotonic() + 1
    with pytest.raises(OutOfTime):
        kernel.execute("import time; time.sleep(30)", 20)
    assert time.monotonic() - kernel.deadline < 4
    assert kernel.spent
    assert kernel.remaining(20) == 0


def test_without_any_time_left_nothing_is_asked_and_nothing_ended(kernel: StudentKernel) -> None:
    kernel.deadline = time.monotonic()
    with pytest.raises(OutOfTime):
        kernel.execute("x = 1", 20)
    assert kernel.alive
    assert not kernel.noticed()


def test_an_interrupt_just_when_a_cell_has_ended_costs_nothing(start: Start) -> None:
    kernel = start()  # which has as long to come back as in use
    for number in range(1_000):
        with suppress(OutOfTime):
            kernel.execute("for _ in range(2_000): pass", 0.001 + number % 40 / 10_000)  # about what the cell takes
        kernel.limit_scale = 1.0
    assert kernel.starts == 1
    assert kernel.execute("1", 10)["status"] == "ok"
    assert not kernel.noticed()


def test_an_interrupt_in_the_middle_of_a_message_is_raised_behind_it(kernel: StudentKernel) -> None:
    shown: list[str] = []
    reply = kernel.execute(PRINTS, 10, lambda kind, content: shown.append(content.get("text", kind)))
    assert shown == ["whole\n", "error"]
    assert reply["ename"] == "KeyboardInterrupt"
    assert kernel.alive
    assert not kernel.noticed()


def test_a_value_whose_text_never_comes_is_interrupted(kernel: StudentKernel) -> None:
    with pytest.raises(OutOfTime):
        kernel.execute(SHOWS, 1)
    assert kernel.alive
    assert not kernel.noticed()
