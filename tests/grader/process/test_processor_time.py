"""The limit on our own processor time: what computes is interrupted, and all is put back afterwards."""

import signal
import threading
import time

import pytest

from grader.process.processor_time import ProcessorTimeExceeded, limited


def compute(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_what_computes_for_too_long_is_interrupted() -> None:
    with pytest.raises(ProcessorTimeExceeded), limited(0.1):
        compute(20)


def test_what_swallows_the_interruption_is_interrupted_again() -> None:
    with pytest.raises(ProcessorTimeExceeded), limited(0.1):
        try:
            compute(20)
        except BaseException:
            compute(20)


def test_what_ends_in_time_is_left_alone_also_afterwards() -> None:
    with limited(0.1):
        pass
    compute(0.3)


def test_handler_and_timer_of_before_are_put_back() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGPROF, lambda number, frame: heard.append(number))
    try:
        signal.setitimer(signal.ITIMER_PROF, 0.2)
        with limited(60):
            pass
        compute(0.5)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    assert heard == [signal.SIGPROF]


def test_a_limit_within_a_limit_ends_what_is_inside() -> None:
    with limited(60):
        with pytest.raises(ProcessorTimeExceeded), limited(0.1):
            compute(20)
        compute(0.1)


def test_in_another_thread_there_is_no_limit_and_no_error() -> None:
    ended: list[bool] = []

    def run() -> None:
        with limited(0.01):
            compute(0.05)
        ended.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert ended == [True]
