"""A limit on the processor time of a block of the grader's own code; waiting for a student's kernel does not count."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

AGAIN = 1.0  # seconds of processor time after which code that continued is interrupted again


class ProcessorTimeExceeded(BaseException):
    """The time limit was reached. No ``Exception``, so that library code that catches those does not continue."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupt the code inside once this process has computed for so long; outside of the main thread, never.

    The earlier handler and timer are put back at the end.

    Raises:
        ProcessorTimeExceeded: the time limit was reached.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        if running:
            raise ProcessorTimeExceeded

    running = True
    handler = signal.signal(signal.SIGPROF, interrupt)
    left, interval = signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        try:
            yield
        finally:
            running = False
    finally:  # reached also where the signal came within the line above
        running = False
        signal.setitimer(signal.ITIMER_PROF, left, interval)
        signal.signal(signal.SIGPROF, handler)
