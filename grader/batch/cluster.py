"""Where submissions are judged: in processes of this machine, or by the workers of a Dask cluster."""

import gc
import logging
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import dask
from distributed import Client, LocalCluster
from distributed.utils import silence_logging_cmgr
from sqlalchemy.engine import make_url

from grader.course import Course
from grader.errors import ClusterError
from grader.interrupt import blocked, deferred
from grader.storage import scratch
from grader.version import version

SETTINGS = {
    "distributed.worker.daemon": False,
    "distributed.worker.profile.enabled": False,  # it samples a worker's stack a hundred times a second
    "distributed.admin.tick.interval": "1s",  # else each process looks at its clock fifty times a second
    "distributed.admin.system-monitor.interval": "10s",  # and at its own use of the machine twice
    "logging.distributed": "critical",
}
SECONDS_TO_ANSWER = 10  # of a scheduler
SECONDS_TO_JOIN = 30  # of the first worker
START = "Start one: dask scheduler"
INSTALL = "Install the same version of this package on every machine, then start its workers again."


@contextmanager
def local(jobs: int) -> Iterator[Client]:
    """Yield a client of one process for each submission to be judged at a time; they end with the block."""
    with _closed_uninterrupted() as stack:
        with deferred():
            stack.enter_context(dask.config.set(SETTINGS))
            folder = stack.enter_context(scratch.folder("dask"))
            with blocked():
                processes = LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    memory_limit=0,
                    dashboard_address="127.0.0.1:0",  # without it: the usual port, on every interface
                    local_directory=folder,
                    silence_logs=logging.CRITICAL,
                )
                stack.enter_context(processes)
                client = stack.enter_context(Client(processes))
        yield client


@contextmanager
def remote(address: str, course: Course, say: Callable[[str], None]) -> Iterator[Client]:
    """Yield a client of a running scheduler, after checking each of its workers; they keep running after the block.

    Args:
        address: such as ``tcp://host:8786``.
        course: the course that they must be able to judge.
        say: called with each note on a worker.

    Raises:
        ClusterError: no scheduler answers, it has no workers, or one of them cannot judge the course.
    """
    with _closed_uninterrupted() as stack:
        stack.enter_context(dask.config.set(SETTINGS))
        stack.enter_context(silence_logging_cmgr(logging.CRITICAL))
        gc.collect()  # a client that could not connect, collected while the next one starts, would deadlock with it
        try:
            with deferred(), blocked():
                client = stack.enter_context(Client(address, timeout=SECONDS_TO_ANSWER))
        except (OSError, ValueError) as error:
            what = f"no Dask scheduler answers there ({type(error).__name__})"
            raise ClusterError(address, what, f"{START}, and give the address that it prints.") from None
        _check_workers(client, address, course, say)
        yield client


@contextmanager
def _closed_uninterrupted() -> Iterator[ExitStack]:
    """Yield an exit stack that is closed after the block, even if Ctrl-C is pressed meanwhile."""
    stack = ExitStack()
    try:
        yield stack
    finally:
        with deferred():
            stack.close()


def _check_workers(client: Client, address: str, course: Course, say: Callable[[str], None]) -> None:
    for worker, facts in _worker_facts(client, address, course).items():
        _judge(worker, facts, course)
        if facts["threads"] > 1:
            say(
                f"worker {worker} has {facts['threads']} threads, and judges one submission at a time: "
                f"start it with --nworkers {facts['threads']} --nthreads 1 to judge more."
            )


def _worker_facts(client: Client, address: str, course: Course) -> dict[str, dict[str, Any]]:
    """Return facts about each worker, once there is one."""
    reports = course.root / "reports"
    reports.mkdir(exist_ok=True)
    until = time.monotonic() + SECONDS_TO_JOIN
    with tempfile.NamedTemporaryFile(prefix=".cluster-", dir=reports) as sign:
        while True:
            try:
                client.wait_for_workers(1, timeout=max(0.1, until - time.monotonic()))
            except TimeoutError:
                what = f"no worker has joined in {SECONDS_TO_JOIN} seconds"
                raise ClusterError(address, what, f"Start them: dask worker {address} --nthreads 1") from None
            _same_python(client)
            answers = client.run(_questions(), sign.name, on_error="return")
            # A worker that has just died is still listed, but does not answer.
            found = {worker: facts for worker, facts in answers.items() if not isinstance(facts, OSError)}
            for worker, facts in found.items():
                if isinstance(facts, Exception):
                    raise ClusterError(worker, f"this worker does not answer requests ({facts!r})", INSTALL)
            if found:
                return found


def _same_python(client: Client) -> None:
    """Ensure that functions can be pickled for the workers.

    Raises:
        ClusterError: a worker runs another Python.
    """
    own = ".".join(map(str, sys.version_info[:2]))
    for worker, versions in client.get_versions()["workers"].items():
        other = ".".join(versions["host"]["python"].split(".")[:2])
        if other != own:
            raise ClusterError(worker, f"this worker runs Python {other}, but the grader runs {own}", INSTALL)


def _judge(worker: str, facts: dict[str, Any], course: Course) -> None:
    """Refuse a worker that cannot judge the course.

    Raises:
        ClusterError: it cannot.
    """
    where = f"{worker} (on {facts['host']})"
    if facts["version"] is None:
        raise ClusterError(where, "this worker's Python does not have this package", INSTALL)
    if facts["version"] != version():
        raise ClusterError(where, "this worker has another version of this package", INSTALL)
    if not facts["sees"]:
        what = f"this worker cannot see and write the course's folder {course.root}"
        raise ClusterError(where, what, "Put the course on shared storage, under the same path on all machines.")
    url = make_url(course.database)
    if url.get_backend_name() == "sqlite" and facts["host"] != socket.gethostname():
        what = "this worker is another machine, and several cannot safely write one SQLite file"
        raise ClusterError(where, what, "Set c.CourseDirectory.db_url to a PostgreSQL server: see docs/scaling.md.")


def _questions() -> Callable[..., dict[str, Any]]:
    """Return the function to run on each worker; a nested function is pickled by value, and needs no package there."""

    def answer(sign: str, dask_worker: Any = None) -> dict[str, Any]:
        import os
        import socket

        try:
            from grader.version import version as own

            found = own()
        except ImportError:
            found = None
        sees = os.path.isfile(sign) and os.access(os.path.dirname(sign), os.W_OK)
        return {"version": found, "sees": sees, "threads": dask_worker.state.nthreads, "host": socket.gethostname()}

    return answer
