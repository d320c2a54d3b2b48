"""Each limit taken away: what it holds back then comes through, be it memory, files, processes, outputs or time."""

import math
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.errors import AnswerError
from grader.kernel.cells import CellRunner
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.limits import Limits
from grader.sandbox import cgroup
from tests.support.layers import Proves, Without

Start = Callable[..., StudentKernel]
Run = Callable[..., list[nbformat.NotebookNode]]
CORES = Path("/proc/sys/kernel/core_pattern")


def test_memory_of_one_process(proves: Proves, groups: bool) -> None:
    layers = [lambda without: without.limit("AS"), lambda without: without.group()]
    large = {"large": "in_child(lambda: len(b'x' * (500 << 20)))"}
    proves(large, *layers[: 1 + groups], limits={"memory_mib": 256, "address_space_mib": 512})


def test_memory_of_children_together(proves: Proves, groups: bool) -> None:
    if not groups:
        pytest.skip("no control group can be made here: each process has a limit, all of them together have none")
    many = {"many": "together(5, lambda held=[]: held.append(b'x' * (80 << 20)) or True)"}
    proves(many, lambda without: without.group(), limits={"memory_mib": 256})


def test_processes(proves: Proves, groups: bool) -> None:
    def pids(without: Without) -> None:
        make = cgroup.make
        without.patch.setattr(cgroup, "make", lambda name, memory, processes: make(name, memory, 1000))

    layers = [lambda without: without.limit("NPROC"), pids]
    proves({"forks": "together(60, lambda: True)"}, *layers[: 1 + groups], limits={"processes": 40})


def test_room_in_scratch_space(proves: Proves) -> None:
    full = {"full": "all(open(f'/tmp/{part}', 'wb').write(bytes(7 << 20)) for part in range(3))"}
    room = ("--size", str(16 << 20), "--tmpfs", "/tmp")
    proves(full, lambda without: without.option(*room, instead=("--tmpfs", "/tmp")))


def test_size_of_a_file(proves: Proves) -> None:
    large = {"large": "open('/tmp/x', 'wb').write(bytes(9 << 20)) == 9 << 20"}
    proves(large, lambda without: without.limit("FSIZE"))


@pytest.mark.skipif(resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 2000, reason="this machine has that limit itself")
def test_open_files(proves: Proves) -> None:
    many = {"many": "unbound(resource.RLIMIT_NOFILE) and in_child(lambda: [os.dup(1) for _ in range(1500)])"}
    proves(many, lambda without: without.limit("NOFILE"))


def test_processor_time_of_a_process(proves: Proves) -> None:
    burn = {"burn": "in_child(lambda: any(time.process_time() > 2.5 for _ in iter(int, 1)))"}
    proves(burn, lambda without: without.limit("CPU"), limits={"cpu_seconds": 2})


@pytest.mark.skipif(CORES.read_text()[0] in "|/", reason="this machine puts dumps elsewhere")
@pytest.mark.skipif(resource.getrlimit(resource.RLIMIT_CORE)[1] == 0, reason="this machine makes no dumps")
def test_dumps_of_memory(proves: Proves) -> None:
    dump = "unbound(resource.RLIMIT_CORE), os.chdir('/tmp'), in_child(os.abort), glob.glob('/tmp/*core*')"
    proves({"dump": f"({dump})[-1]"}, lambda without: without.limit("CORE"))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs cells; the names of the errors that each ended in, and its outputs."""
    monkeypatch.setattr("grader.kernel.connection.GRACE", 1.0)

    def run(kernel: StudentKernel, *sources: str, **settings: Any) -> list[nbformat.NotebookNode]:
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        limits = Limits(**settings)
        CellRunner(notebook, kernel, limits).run()
        return notebook.cells

    return run


def errors(cells: list[nbformat.NotebookNode]) -> set[str]:
    return {output["ename"] for cell in cells for output in cell.outputs if output.output_type == "error"}


def test_the_time_of_a_submission(start: Start, run: Run) -> None:
    cells = ["import time\ntime.sleep(0.8)"] * 5  # each far below its own limit
    assert errors(run(start(2.5), *cells, timeout=60)) >= {"OutOfTime"}
    kernel = start(2.5)
    kernel.deadline = math.inf
    assert errors(run(kernel, *cells, timeout=60)) == set()


def test_the_time_of_a_cell(start: Start, run: Run) -> None:
    cells = ["import time\ntime.sleep(1000)", "x = 1"]
    assert errors(run(start(30), *cells, timeout=1)[1:]) == set()
    assert errors(run(start(6), *cells, timeout=1000)[1:]) == {"OutOfTime"}


def test_the_time_of_a_question(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kernel.connection.GRACE", 1.0)

    def answered(kernel: StudentKernel, seconds: float) -> bool:
        with pytest.raises(AnswerError):
            Submission(kernel, [], seconds).eval("import time\ntime.sleep(1000)")
        try:
            return bool(Submission(kernel, [], 60.0).eval("1 + 1") == 2)
        except AnswerError:
            return False

    assert answered(start(30), 1.0)
    assert not answered(start(6), 1000.0)


def test_the_outputs_of_a_cell(start: Start, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = "for _ in range(300): print('x' * 1000)"
    shown = "from IPython.display import display\nfor _ in range(300): display(1)"
    monkeypatch.setattr("grader.kernel.output_budget.MAX_MESSAGES", 100)
    text, objects = run(start(60), printed, shown, timeout=30, output_kib=64)
    assert len(str(text.outputs)) < 100_000
    assert len(objects.outputs) <= 100
    monkeypatch.setattr("grader.kernel.output_budget.MAX_MESSAGES", math.inf)
    text, objects = run(start(60), printed, shown, timeout=30, output_kib=10**6)
    assert len(str(text.outputs)) > 300_000
    assert len(objects.outputs) > 100
