"""States of a kernel are kept and forked: each is as it was, and what happens to one costs that one alone."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from grader import observations
from grader.errors import KernelLost, OutOfTime
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission

pytestmark = pytest.mark.kernel
Start = Callable[..., StudentKernel]
CHECK = "assert f() == 1"


@pytest.fixture
def asked(start: Start) -> Submission:
    """A submission whose function changes after its check; the states after both are there."""
    submission = Submission(start(), ["def f():\n    return 1", CHECK, "def f():\n    return 2"], seconds=5)
    submission.checks[CHECK] = "task"
    submission.replay()
    return submission


def test_a_state_is_as_it_was_after_its_check(asked: Submission) -> None:
    assert asked.eval("f()") == 2
    with asked.asked(1), asked.at("task"):
        assert asked.eval("f()") == 1
    with asked.asked(1):
        assert asked.eval("f()") == 2
    assert asked.went_on_after("task")
    assert asked.holds("task")
    assert not asked.went_on_after("another")
    assert not asked.holds("another")


def test_what_a_question_changes_no_other_finds(asked: Submission) -> None:
    with asked.asked(1):
        assert asked.eval("f.__globals__['kept'] = 5\nf.__globals__['kept']") == 5
        assert asked.eval("f.__globals__['kept']") == 5  # within one test it stays
    with asked.asked(1):
        assert asked.eval("'kept' in f.__globals__") is False


def test_code_that_asks_for_an_event_loop_has_one_of_its_own(start: Start) -> None:
    kernel = start()
    kernel.execute("import asyncio\nasync def f():\n    return 7\nbefore = id(asyncio.get_running_loop())", 5)
    submission = Submission(kernel, [])
    with submission.asked(1):
        assert submission.eval("import asyncio\nasyncio.get_event_loop().run_until_complete(f())") == 7
        assert submission.eval("import asyncio\nid(asyncio.get_event_loop()) == before") is False
        assert submission.eval("import asyncio\nasyncio.run(f())") == 7
    kernel.execute("assert id(asyncio.get_running_loop()) == before", 5)


@pytest.mark.parametrize("end", ["__import__('os')._exit(0)", "while True: pass\n0", "print('x' * 10**8) or 0"])
def test_a_test_that_ends_its_fork_costs_itself_alone(asked: Submission, end: str, short_grace: None) -> None:
    starts, asked.seconds = asked.kernel.starts, 1.0
    with asked.asked(1), suppress(KernelLost, OutOfTime):
        asked.eval(end)
    asked.seconds = 5.0
    with asked.asked(1):
        assert asked.eval("f()") == 2
    assert asked.kernel.starts == starts  # nothing ran again


UNFORKABLE = "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))"  # no order to fork can arrive


def test_a_last_state_that_cannot_be_forked_costs_no_earlier_one(asked: Submission) -> None:
    asked.cells.append(UNFORKABLE)
    asked.replay()
    for _ in range(3):  # whether a kept state has ended with the kernel by then is a matter of time
        with asked.asked(1), pytest.raises(KernelLost, match=r"^The kernel could not be forked\. Does the code leave"):
            asked.eval("f()")
        assert asked.went_on_after("task")
        assert asked.holds("task")
        with asked.asked(1), asked.at("task"):
            assert asked.eval("f()") == 1


OTHERS = """
import os, signal, time
parent = os.getppid()
until = time.monotonic() + 5
others = []
while not others and time.monotonic() < until:
    with open(f"/proc/{parent}/task/{parent}/children") as file:
        others = [int(pid) for pid in file.read().split() if int(pid) != os.getpid()]
time.sleep({wait})
for pid in others:
    os.kill(pid, signal.SIGKILL)
len(others)
"""


@pytest.mark.parametrize("wait", [0, 0.2])
def test_a_test_that_ends_all_other_forks_costs_no_later_one(start: Start, wait: float) -> None:
    kernel = start()
    kernel.execute("def f():\n    return 2", 5)
    submission = Submission(kernel, [])
    with submission.asked(1):
        assert submission.eval(OTHERS.replace("{wait}", str(wait))) == 1
    with submission.asked(1):
        assert submission.eval("f()") == 2
    assert kernel.starts == 1


def test_a_branch_leaves_the_kernel_as_it_was(start: Start) -> None:
    kernel = start()
    kernel.execute("x = 1", 5)
    with kernel.branch():
        kernel.execute("x = 2", 5)
        assert Submission(kernel, []).eval("x") == 2
    assert Submission(kernel, []).eval("x") == 1
    with pytest.raises(KernelLost), kernel.branch():
        kernel.execute("__import__('os')._exit(0)", 5)
    assert Submission(kernel, []).eval("x") == 1
    assert kernel.starts == 1


def test_a_state_that_cannot_be_kept_is_noted(start: Start) -> None:
    kernel = start()
    full = """
import os, time
try:
    while os.fork():
        pass
    time.sleep(100)
except OSError:
    pass
"""
    kernel.execute(full, 10)
    kernel.keep("task")
    assert not kernel.kept("task")
    assert kernel.noticed()[observations.NOT_KEPT] == 1


def test_memory_that_ends_costs_a_state_and_not_the_kernel(start: Start, groups: bool) -> None:
    if not groups:
        pytest.skip("no control group can be made here: each process has a limit, all of them together have none")
    kernel = start()
    kernel.execute("held = bytearray(b'x' * (200 << 20))", 10)
    kernel.keep("task")
    assert kernel.kept("task")
    change = "for start in range(0, 200 << 20, 1 << 20):\n    held[start : start + (1 << 20)] = b'y' * (1 << 20)"
    kernel.execute(f"{change}\nmore = b'z' * (100 << 20)", 20)  # 512 MB are all there is
    assert Submission(kernel, []).eval("[len(held), len(more)]") == [200 << 20, 100 << 20]
    assert not kernel.kept("task")
    assert kernel.noticed()[observations.MEMORY]
