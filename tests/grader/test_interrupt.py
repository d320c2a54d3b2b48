"""Ctrl-C comes when it can do no harm, and never gets lost."""

import signal
import subprocess
import sys

import pytest

from grader.interrupt import blocked, deferred


def test_when_ctrl_c_comes_while_it_is_held_then_the_block_is_finished_first() -> None:
    reached = []
    with pytest.raises(KeyboardInterrupt), deferred():
        signal.raise_signal(signal.SIGINT)
        reached.append("the end")
    assert reached == ["the end"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_when_no_ctrl_c_comes_then_nothing_happens() -> None:
    with deferred():
        pass
    with pytest.raises(ZeroDivisionError), deferred():
        signal.raise_signal(signal.SIGINT)
        print(1 / 0)


@pytest.mark.parametrize("deaf", [True, False])
def test_a_program_that_is_started_unheard_lives_on(deaf: bool) -> None:
    command = [sys.executable, "-c", "import time; print(flush=True); time.sleep(1000)"]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    if deaf:
        with blocked():
            program = subprocess.Popen(command, **settings)
    else:
        program = subprocess.Popen(command, **settings)
    with program:
        assert program.stdout
        program.stdout.readline()
        program.send_signal(signal.SIGINT)
        try:
            ended = program.wait(2 if deaf else 60) is not None
        except subprocess.TimeoutExpired:
            ended = False
        program.kill()
    assert ended != deaf
