"""Defers Ctrl-C until a run can stop without leaving anything half done."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def deferred() -> Iterator[None]:
    """Defer Ctrl-C until a block has ended; then raise it.

    Raises:
        KeyboardInterrupt: it came during the block, and the block itself raised nothing.
    """
    if threading.current_thread() is not threading.main_thread():  # Python raises it in the main thread only
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
def blocked() -> Iterator[None]:
    """Block SIGINT in threads and processes that are started in a block: the grader itself ends them."""
    resource_tracker.ensure_running()  # multiprocessing would start it and thereby unblock SIGINT
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
