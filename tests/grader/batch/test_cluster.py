"""A class judged by the workers of a Dask cluster: a real scheduler and real workers, all on this machine."""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import dask
import pytest

from grader.batch import cluster
from grader.course import Course
from grader.errors import ClusterError
from grader.pipeline.gradebook import read_gradebook
from grader.sandbox import bwrap
from tests.support import little_class
from tests.support.dask_programs import TIMEOUT, program, scheduler, worker

pytestmark = pytest.mark.kernel

ONE = ("--nthreads", "1")
PACKAGE = Path(cluster.__file__).parents[1]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scheduler(tmp_path_factory.mktemp("scheduler")) as address:
        yield address


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 5)
    monkeypatch.setattr(cluster, "SECONDS_TO_JOIN", TIMEOUT)


def refused(address: str, course: Course) -> str:
    """Why a cluster is refused before anything is judged."""
    with pytest.raises(ClusterError) as error, cluster.remote(address, course, lambda line: None):
        pass
    return str(error.value)


def started(course: Course, address: str, students: list[str]) -> subprocess.Popen[str]:
    """A run over a class by a cluster, under way."""
    command = little_class.command(course, "--cluster", address)
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    until = time.monotonic() + 4 * TIMEOUT
    while not little_class.under_way(course, students):
        assert run.poll() is None, run.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.02)
    return run


def test_when_a_worker_is_killed_then_the_others_finish_and_nobody_is_left_out_or_judged_twice(
    address: str, laid: Course, tmp_path: Path
) -> None:
    students = little_class.hand_in_all(laid, 6)
    with ExitStack() as workers:
        first, _ = (workers.enter_context(program(worker(address, tmp_path, *ONE))) for _ in range(2))
        run = started(laid, address, students)
        first.send_signal(signal.SIGKILL)
        said = run.communicate(timeout=300)[0]
    assert run.returncode == 0, said
    assert re.search(r"Judged 6; 0 unchanged|Judged 5; 1 unchanged", said)  # its result may be there already
    assert little_class.scores(laid) == little_class.expected(students)
    book = read_gradebook(laid.database, "double")
    assert sorted(book.entries) == sorted(book.names) == students


def test_when_a_worker_has_several_threads_then_it_is_said_and_every_result_is_right(
    address: str, laid: Course, tmp_path: Path
) -> None:
    students = little_class.hand_in_all(laid, 4)
    with program(worker(address, tmp_path, "--nthreads", "4")):
        said = little_class.grade(laid, "--cluster", address)
    assert "has 4 threads, and judges one submission at a time: start it with --nworkers 4 --nthreads 1" in said
    assert little_class.scores(laid) == little_class.expected(students)


def test_when_the_scheduler_goes_then_the_run_ends_and_says_that_the_same_command_carries_on(
    laid: Course, tmp_path: Path
) -> None:
    students = little_class.hand_in_all(laid, 5)
    with ExitStack() as programs:
        address = programs.enter_context(scheduler(tmp_path))
        programs.enter_context(program(worker(address, tmp_path, *ONE)))
        run = started(laid, address, students)
        programs.close()
        said = run.communicate(timeout=120)[0]
    assert run.returncode == 2, said
    assert "Error: cluster: the connection to the scheduler was lost. Run the same command again to continue." in said
    assert "Traceback" not in said


def test_when_no_scheduler_answers_then_the_remedy_is_to_start_one(laid: Course) -> None:
    little_class.hand_in(laid, "ada", "right")
    said = little_class.grade(laid, "--cluster", "tcp://127.0.0.1:9", status=2)
    assert "tcp://127.0.0.1:9: no Dask scheduler answers there" in said
    assert said.strip().endswith("Start one: dask scheduler, and give the address that it prints.")


def test_when_the_address_is_none_then_that_is_said(laid: Course) -> None:
    assert "no Dask scheduler answers there" in refused("carrier pigeon", laid)


def test_when_jobs_are_asked_of_a_cluster_then_it_is_a_usage_error(laid: Course) -> None:
    assert "--jobs is for this machine" in little_class.grade(laid, "--cluster", "tcp://x:1", "--jobs", 2, status=2)


def test_when_there_are_no_workers_then_the_remedy_names_the_command(
    address: str, laid: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_JOIN", 0.1)
    assert refused(address, laid).endswith(f"Start them: dask worker {address} --nthreads 1")


def test_when_a_worker_lacks_the_package_or_has_another_version_then_it_is_named(
    address: str, laid: Course, tmp_path: Path
) -> None:
    libraries = sysconfig.get_path("purelib")
    bare = [sys.executable, "-S", "-P", *worker(address, tmp_path, *ONE)[1:]]  # without what is installed editable
    with program(bare, env={**os.environ, "PYTHONPATH": libraries}, cwd=tmp_path):
        assert "this worker's Python does not have this package. Install the same" in refused(address, laid)
    shutil.copytree(PACKAGE, tmp_path / "older" / "grader")
    with (tmp_path / "older" / "grader" / "judging" / "notebook.py").open("a") as module:
        module.write("# an older version\n")
    with program(bare, env={**os.environ, "PYTHONPATH": f"{tmp_path}/older:{libraries}"}, cwd=tmp_path):
        said = refused(address, laid)
    assert said.startswith("tcp://127.0.0.1:")
    assert "this worker has another version of this package. Install the same" in said


def test_when_a_worker_cannot_see_the_course_or_is_another_machine_beside_sqlite_then_it_is_refused(
    address: str, laid: Course, tmp_path: Path
) -> None:
    command = worker(address, tmp_path / "worker", *ONE)
    view = [bwrap.find(), "--dev-bind", "/", "/", "--die-with-parent"]
    with program([*view, "--tmpfs", str(laid.root), *command]):
        said = refused(address, laid)
    assert f"this worker cannot see and write the course's folder {laid.root}. Put the course on" in said
    with program([*view, "--unshare-user", "--unshare-uts", "--hostname", "elsewhere", *command]):
        said = refused(address, laid)
    assert "(on elsewhere): this worker is another machine, and several cannot safely write one SQLite file" in said


def test_every_setting_is_one_that_dask_knows() -> None:
    """A name that it does not know would be silently without effect."""
    known = [name for name in cluster.SETTINGS if dask.config.get(name, None) is not None]
    assert {*cluster.SETTINGS} - {*known} == {"logging.distributed"}  # which names a logger
