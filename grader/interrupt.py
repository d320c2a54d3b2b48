"""Ctrl-C put off to a moment at which a run can stop without leaving anything half done."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def held() -> Iterator[None]:
    """Put off Ctrl-C until a block has ended; then it is raised.

    Raises:
        KeyboardInterrupt: it came during the block, and the block itself raised nothing.
    """
    if threading.current_thread() is not threading.main_thread():  # elsewhere it is never raised
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


@contextmanager
def unheard() -> Iterator[None]:
    """Let threads and processes that are started in a block never hear of Ctrl-C: it is for the grader to end them."""
    resource_tracker.ensure_running()  # multiprocessing would start it, and thereby lift the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
