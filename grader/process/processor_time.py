"""A limit on the processor time that a stretch of our own code takes; waiting for a student's kernel is not counted."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

AGAIN = 1.0  # seconds of processor time after which code that went on all the same is interrupted again


class TooCostly(BaseException):
    """The time is used up. No ``Exception``: code that catches those, of a library for one, must not go on."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupt the code inside once this process has computed for so long; outside of the main thread, never.

    The earlier handler and timer are put back at the end.

    Raises:
        TooCostly: the time was used up.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        if running:
            raise TooCostly

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
