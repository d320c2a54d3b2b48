"""A scheduler and workers as a person starts them: by the `dask` command line, on free ports of the loop-back."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TIMEOUT = 60  # seconds
DASK = (sys.executable, "-m", "dask")


@contextmanager
def program(command: Sequence[str], **settings: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs during a block."""
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **{**quiet, **settings})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """A scheduler; its address."""
    file = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    with program([*DASK, "scheduler", *options]):
        until = time.monotonic() + TIMEOUT
        while not file.exists():
            assert time.monotonic() < until, "the scheduler did not start"
            time.sleep(0.05)
        yield str(json.loads(file.read_text())["address"])


def worker(address: str, folder: Path, *options: str) -> list[str]:
    """The command of a worker that keeps its files in a folder."""
    plain = ["--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--local-directory", str(folder)]
    return [*DASK, "worker", address, *plain, *options]
