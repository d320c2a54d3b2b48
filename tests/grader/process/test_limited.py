"""Processes with limits of their own: what comes back from them, and what ends them."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grader.errors import CourseError, GradingFailed, LimitReached
from grader.process import limited
from grader.process.call import Preparation

pytestmark = pytest.mark.slow

SECONDS = 20.0
OURS = "from grader.errors import CourseError\nraise CourseError('here', 'no such thing', 'Look there.')"
WITHIN = "import time\nfrom grader.process import limited\n"
NUMPY = "__import__('sys').modules['numpy'].random.random()"


def forked() -> set[int]:
    """The processes that run something for this one now; warm processes of kernels, which stay, aside."""
    children = [process for server in limited._servers for process in psutil.Process(server.process.pid).children()]
    return {process.pid for process in children if _is_call(process)}


def _is_call(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):  # it has ended, and is waited for or about to be
        return "grader.process.server" in process.cmdline()
    return False


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    yield
    until = time.monotonic() + 10
    while limited._servers and forked() and time.monotonic() < until:
        time.sleep(0.05)
    assert not limited._servers or not forked()


def test_a_result_comes_back_from_another_process() -> None:
    assert limited.run("it was read", eval, "6 * 7", seconds=SECONDS) == 42
    assert limited.run("it was read", os.getpid, seconds=SECONDS) != os.getpid()


def test_folder_and_environment_are_those_of_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASKED_BY", "a test")
    assert limited.run("it was read", os.getcwd, seconds=SECONDS) == str(tmp_path)
    assert limited.run("it was read", os.getenv, "ASKED_BY", seconds=SECONDS) == "a test"


def test_what_one_call_changes_the_next_does_not_see() -> None:
    limited.run("it was read", exec, "import math\nmath.pi = 3", seconds=SECONDS)
    assert limited.run("it was read", eval, "__import__('math').pi", seconds=SECONDS) > 3.1


def test_two_calls_do_not_draw_the_same_random_numbers() -> None:
    drawn = [limited.run("it was read", eval, "__import__('random').random()", seconds=SECONDS) for _ in range(2)]
    assert drawn[0] != drawn[1]


def test_that_holds_for_numpy_loaded_before_the_fork() -> None:
    ready = Preparation(exec, ("import numpy; numpy.random.random()",))
    drawn = [limited.run("it was read", eval, NUMPY, seconds=SECONDS, prepared=[ready]) for _ in range(2)]
    assert drawn[0] != drawn[1]


def test_what_is_prepared_is_found_done_and_done_once(tmp_path: Path) -> None:
    told = tmp_path / "told"
    ready = Preparation(exec, (f"open({str(told)!r}, 'a').write('done '); import grader; grader.ready = True",))
    for _ in range(2):
        assert limited.run("it was read", eval, "__import__('grader').ready", seconds=SECONDS, prepared=[ready])
    assert told.read_text() == "done "
    other = Preparation(exec, (f"{ready.arguments[0]} # changed",))
    limited.run("it was read", os.getpid, seconds=SECONDS, prepared=[other])
    assert told.read_text() == "done done "


def test_where_the_preparation_fails_the_call_does_without(tmp_path: Path) -> None:
    told = tmp_path / "told"
    ready = Preparation(exec, (f"open({str(told)!r}, 'a').write('tried '); 1 / 0",))
    for _ in range(2):
        assert limited.run("it was read", eval, "6 * 7", seconds=SECONDS, prepared=[ready]) == 42
    assert told.read_text() == "tried "


def test_an_error_of_ours_comes_back_with_its_parts() -> None:
    with pytest.raises(CourseError, match=r"^here: no such thing. Look there.$"):
        limited.run("it was read", exec, OURS, seconds=SECONDS)


def test_any_other_says_where_it_came_from() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        limited.run("it was read", exec, "1 / 0", seconds=SECONDS)
    assert "in <module>" in "".join(caught.value.__notes__)


@pytest.mark.parametrize("error", ["class Odd(Exception):\n  pass\nraise Odd('so')", "raise ValueError(lambda: 0)"])
def test_one_that_cannot_be_sent_is_told(error: str) -> None:
    with pytest.raises(GradingFailed, match="the grader itself failed"):
        limited.run("it was read", exec, error, seconds=SECONDS)


def test_a_result_that_cannot_be_sent_is_told() -> None:
    with pytest.raises(GradingFailed, match="the grader itself failed"):
        limited.run("it was read", eval, "lambda: 0", seconds=SECONDS)


def test_one_that_takes_too_long_is_ended() -> None:
    assert limited.run.__module__ == limited.__name__  # else it would never end
    with pytest.raises(LimitReached, match="seconds was reached while it was read"):
        limited.run("it was read", exec, "while True: pass", seconds=1 - limited.GRACE)


def test_also_where_it_cannot_be_interrupted() -> None:
    block = "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass"
    with pytest.raises(LimitReached, match="was reached"):
        limited.run("it was read", exec, block, seconds=1 - limited.GRACE)


def test_one_that_takes_too_much_memory_is_ended() -> None:
    with pytest.raises(LimitReached, match=r"more than 128 MB of memory were needed while it was read"):
        limited.run("it was read", bytearray, 1 << 28, seconds=SECONDS, memory=1 << 27)


def test_memory_of_a_step_counts_whatever_its_caller_makes_of_errors() -> None:
    source = f"{WITHIN}try:\n  limited.run('its page was written', bytearray, 1 << 28, seconds=1)\nexcept: pass"
    with pytest.raises(LimitReached, match="needed while its page was written") as caught:
        limited.run("it was read", exec, source, seconds=SECONDS, memory=1 << 27)
    assert caught.value.step == "its page was written"


def test_one_that_dies_is_told() -> None:
    with pytest.raises(LimitReached, match="ended while it was read"):
        limited.run("it was read", os.abort, seconds=SECONDS)
    with pytest.raises(LimitReached, match="ended while it was read"):
        limited.run("it was read", os._exit, 0, seconds=SECONDS)
    assert limited.run("it was read", eval, "1", seconds=SECONDS) == 1


def test_the_step_that_is_named_is_the_last_one() -> None:
    source = f"{WITHIN}limited.announce('its answers were judged')\ntime.sleep(100)"
    with pytest.raises(LimitReached, match="reached while its answers were judged"):
        limited.run("it was read", exec, source, seconds=1.5 - limited.GRACE)


def test_a_call_within_one_is_made_there() -> None:
    source = f"(lambda own: own == {limited.__name__}.run('x', __import__('os').getpid, seconds=1))"
    within = f"{source}(__import__('os').getpid())"
    names = f"__import__('importlib').import_module('{limited.__name__}')"
    assert limited.run("it was read", eval, within.replace("grader.process.limited", names), seconds=SECONDS)


def test_the_time_that_is_left_is_known_within() -> None:
    left = limited.run("it was read", limited.remaining, 100.0, seconds=SECONDS)
    assert 0 < left <= SECONDS
    assert limited.remaining(100.0) == 100.0


def test_programs_that_it_starts_may_have_more_memory() -> None:
    lift = "import resource as r; r.setrlimit(r.RLIMIT_AS, (r.RLIM_INFINITY,) * 2); bytearray(1 << 28)"
    command = [sys.executable, "-c", lift]
    assert limited.run("it was read", subprocess.call, command, seconds=SECONDS, memory=1 << 27) == 0


WAITS = """
import sys, threading, time
from grader.process import limited

TELL = "import os, sys, time; print(os.getpid(), file=sys.stderr, flush=True); time.sleep(1000)"
threading.Thread(target=lambda: limited.run("it was read", exec, TELL, seconds=1000), daemon=True).start()
time.sleep(1000 if sys.argv[1] == "killed" else 3)
"""


@pytest.mark.parametrize("way", ["killed", "ended"])
def test_it_does_not_outlive_whoever_waits(way: str) -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS, way], stderr=subprocess.PIPE, text=True) as waiting:
        assert waiting.stderr is not None
        child = int(waiting.stderr.readline())
        if way == "killed":
            waiting.kill()
        waiting.wait(timeout=30)
    until = time.monotonic() + 10
    while psutil.pid_exists(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not psutil.pid_exists(child)


def test_ctrl_c_ends_the_wait_and_the_process() -> None:
    with pytest.raises(KeyboardInterrupt):
        limited.run("it was read", exec, f"import os, time\nos.kill({os.getpid()}, 2)\ntime.sleep(99)", seconds=SECONDS)
