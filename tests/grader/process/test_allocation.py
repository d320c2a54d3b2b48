"""Memory that is used again and again is taken from the system once."""

import platform
from collections.abc import Callable

import pytest

from grader.kernel.student_kernel import StudentKernel
from grader.process import limited

ROUNDS, ARRAYS, PAGES = 20, 12, 1024  # 48 MiB of arrays of 4 MiB: less than what is kept
FAULTS = f"""
import resource
import numpy
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def fill():
    return [numpy.full(4096 * {PAGES}, 1, dtype="u1") for _ in range({ARRAYS})]
fill()
before = faults()
for _ in range({ROUNDS}):
    fill()
found = faults() - before
"""
AFRESH = ROUNDS * ARRAYS * PAGES  # where each array takes its pages from the system

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no such settings")


@pytest.mark.kernel
def test_a_kernel_keeps_what_it_has_freed(start: Callable[..., StudentKernel]) -> None:
    kernel = start()
    kernel.execute(FAULTS, 20)
    found: list[str] = []
    kernel.execute("print(found)", 5, lambda kind, content: found.append(content.get("text", "")))
    assert int("".join(found)) < AFRESH / 10


def test_a_limited_process_keeps_what_it_has_freed() -> None:
    count = f"(space := {{}}, exec({FAULTS!r}, space))[0]['found']"
    assert limited.run("it was counted", eval, count, seconds=60.0) < AFRESH / 10
