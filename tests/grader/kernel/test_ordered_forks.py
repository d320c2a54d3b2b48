"""A fork that is ordered ahead has the state that its process has when it is wanted, and its end costs nothing."""

import os
import select
import signal
from collections.abc import Callable

import pytest

from grader.errors import KernelLost
from grader.kernel.connection import Connection
from grader.kernel.question import compiled
from grader.kernel.student_kernel import StudentKernel

pytestmark = pytest.mark.kernel
Start = Callable[..., StudentKernel]


def value(fork: Connection, source: str) -> object:
    """What the last expression of some source is in a fork."""
    return fork.request("ask", {**compiled(source), "inputs": ["dict", []], "seed": None, "asks": []}, 5)["ok"][1]


@pytest.fixture
def kernel(start: Start) -> StudentKernel:
    """A kernel with a name in it."""
    kernel = start()
    kernel.execute("kept = 'first'", 5)
    return kernel


def children(kernel: StudentKernel) -> list[int]:
    """The forks of a kernel that there are, as the system lists them."""
    pid = kernel._connection.process.pid  # type: ignore[union-attr]
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(number) for number in file.read().split()]


def test_a_fork_that_was_ordered_is_the_one_that_comes(kernel: StudentKernel) -> None:
    kernel.order_fork()
    kernel.order_fork()
    fork = kernel.fork()
    assert value(fork, "kept") == "first"
    assert len(children(kernel)) == 1


def test_what_runs_after_the_order_is_in_the_fork(kernel: StudentKernel) -> None:
    kernel.order_fork()
    kernel.execute("kept = 'second'", 5)
    assert value(kernel.fork(), "kept") == "second"


@pytest.mark.parametrize("was_ready", [False, True])
def test_a_fork_that_ends_before_it_is_wanted_is_made_again(kernel: StudentKernel, was_ready: bool) -> None:
    kernel.order_fork()
    while not (forks := children(kernel)):
        pass
    if was_ready:
        assert select.select([kernel._connection._ordered], [], [], 10)[0]  # type: ignore[union-attr]
    os.kill(forks[0], signal.SIGKILL)
    assert value(kernel.fork(), "kept") == "first"
    assert kernel.starts == 1


def test_an_order_to_a_kernel_that_is_gone_is_told_when_the_fork_is_wanted(kernel: StudentKernel) -> None:
    process = kernel._connection.process  # type: ignore[union-attr]
    process.signal(signal.SIGSTOP)  # else it may have forked before it ends, and its fork answers
    kernel.order_fork()
    process.signal(signal.SIGKILL)
    with pytest.raises(KernelLost):
        kernel.fork()


def test_nothing_is_left_of_an_order_when_the_kernel_stops(start: Start, kernel: StudentKernel) -> None:
    kernel.order_fork()
    ordered = kernel._connection._ordered  # type: ignore[union-attr]
    kernel.stop()
    assert ordered is not None
    assert ordered.fileno() == -1
