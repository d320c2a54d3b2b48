"""Cells do what they do in JupyterLab, in a kernel that was forked cold and in one that was forked warm."""

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from grader.kernel.cells import CellRunner
from grader.kernel.student_kernel import StudentKernel
from grader.limits import Limits
from grader.sandbox.warmth import Warmth

pytestmark = pytest.mark.kernel

RELEASE = Path(__file__).parents[3] / "release" / "hw3"
PNG = "<picture>"
FIGURE = ("display_data", "<Figure size 640x480 with 1 Axes>", PNG)
Shown = list[list[Any]]


def out(text: str) -> tuple[str, ...]:
    return ("stdout", text)


def result(text: str) -> tuple[str, ...]:
    return ("execute_result", text)


CASES: dict[str, tuple[list[str], Shown]] = {
    "results": (
        ["1 + 1", "_", "In[1], Out[1], __name__"],
        [[result("2")], [result("2")], [result("('1 + 1', 2, '__main__')")]],
    ),
    "shell commands": (
        ["!echo you", "x = !echo me\nx", "%%bash\necho b"],
        [[out("you\r\n")], [result("['me']")], [out("b\n")]],
    ),
    "run and reset": (
        ["open('a.py', 'w').write('y = 5');\n%run a.py\ny", "%reset -f", "y"],
        [[result("5")], [], [("error", "NameError")]],
    ),
    "figures": (
        ["%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()", "plt.plot([1]);"],
        [[FIGURE], [FIGURE]],
    ),
    "figures without a magic": (
        ["import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()", "plt.plot([1]);"],
        [[FIGURE], [FIGURE]],
    ),
    "awaiting": (["import asyncio\nawait asyncio.sleep(0.01)\n1"], [[result("1")]]),
    "a task between cells": (
        [
            "import asyncio, time\nasync def later():\n    await asyncio.sleep(0.05)\n    return 7",
            "task = asyncio.create_task(later())",
            "await asyncio.sleep(0.2)\ntask.result()",
        ],
        [[], [], [result("7")]],
    ),
    "displays": (
        [
            "from IPython.display import clear_output\nh = display(1, display_id=True)\nh.update(2)",
            "for n in range(3):\n    clear_output(wait=True)\n    print(n)",
            "print(1)\nclear_output()\nprint(2)",
        ],
        [[("display_data", "2")], [out("2\n")], [out("2\n")]],
    ),
    "comms": (["import comm\nc = comm.create_comm(target_name='x')\nc.send({})\nc.close()\n'ok'"], [[result("'ok'")]]),
    "nobody to ask": (
        ["input('x')", "import getpass\ngetpass.getpass()"],
        [[("error", "StdinNotImplementedError")], [("error", "StdinNotImplementedError")]],
    ),
    "leaving": (
        ["exit()", "quit()", "raise SystemExit(3)", "'alive'"],
        [[], [], [("error", "SystemExit"), ("stderr", "UserWarning")], [result("'alive'")]],
    ),
    "threads": (
        ["import threading\nt = threading.Thread(target=print, args=('t',))\nt.start()\nt.join()"],
        [[out("t\n")]],
    ),
    "descriptors": (
        ["import os\nos.write(1, b'one\\n')\nos.write(2, b'two\\n')\nprint('three')"],
        [[out("one\n"), ("stderr", "two\n"), out("three\n")]],
    ),
    "programs": (["import subprocess\nprint('a')\nsubprocess.run(['echo', 'b']);"], [[out("a\nb\n")]]),
    "both streams": (
        ["import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')"],
        [[out("a\n"), ("stderr", "b\n"), out("c\n")]],
    ),
    "a class that is pickled": (
        ["import pickle\nclass A: pass\ntype(pickle.loads(pickle.dumps(A()))) is A"],
        [[result("True")]],
    ),
    "forked processes": (
        [
            "import multiprocessing as m\nc = m.get_context('fork')\ndef f(x):\n    print('c')\n    return x * x",
            "with c.Pool(2) as pool:\n    print(pool.map(f, range(3)))",
        ],
        [[], [out("c\nc\nc\n[0, 1, 4]\n")]],
    ),
    "a fork that nobody ends": (
        ["import os\nprint('once', end='')\npid = os.fork()", "pid > 0", "print('two')"],
        [[out("once")], [result("True")], [out("two\n")]],
    ),
    "warnings and logs": (
        ["import warnings\nwarnings.warn('careful')", "import logging\nlogging.warning('logged')"],
        [[("stderr", "careful")], [("stderr", "WARNING:root:logged\n")]],
    ),
    "halves of characters": (["print('a\\ud800b')", "'ü'"], [[out("a?b\n")], [result("'ü'")]]),
    "progress": (["from tqdm import tqdm\nfor _ in tqdm(range(3)): pass"], [[("stderr", "100%")]]),
    "a task that leaves": (
        [
            "import asyncio, sys, time\nasync def leave():\n    await asyncio.sleep(0.01)\n    sys.exit(1)",
            "task = asyncio.create_task(leave())",
            "time.sleep(0.1)",
            "'alive'",
        ],
        [[], [], [], [result("'alive'")]],
    ),
    "a loop that is stopped": (
        ["import asyncio\nasyncio.get_event_loop().stop()", "'alive'"],
        [[], [result("'alive'")]],
    ),
    "no stdout": (["import sys\nsys.stdout = None", "print('lost')\n1"], [[], [("error", "AttributeError")]]),
}


@pytest.fixture(scope="module", params=["cold", "warm"])
def kernel(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, small_limits: Config
) -> Iterator[Callable[[], StudentKernel]]:
    """Starts kernels, all of one kind."""
    config = copy.deepcopy(small_limits)
    config.SandboxProvisioner.update(warm=request.param == "warm", memory_mib=1024, address_space_mib=8192)
    with ExitStack() as kernels:

        def start() -> StudentKernel:
            student = StudentKernel(str(tmp_path_factory.mktemp("empty")), config, 60.0)
            student._warmth = Warmth.of(str(RELEASE))
            return kernels.enter_context(student)

        yield start


def shown(output: Any) -> tuple[str, ...]:
    if output.output_type == "stream":
        return (output.name, output.text)
    if output.output_type == "error":
        assert output.traceback
        return ("error", output.ename)
    data = output.data
    return (output.output_type, data.get("text/plain", ""), *([PNG] if "image/png" in data else []))


@pytest.mark.parametrize(("sources", "expected"), CASES.values(), ids=CASES.keys())
def test_cells_put_out_what_they_do_in_jupyter(
    kernel: Callable[[], StudentKernel], sources: list[str], expected: Shown
) -> None:
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    student = kernel()
    CellRunner(notebook, student, Limits(timeout=20)).run()
    for number, (cell, outputs) in enumerate(zip(notebook.cells, expected, strict=True), 1):
        got = [shown(output) for output in cell.outputs]
        assert len(got) == len(outputs), got
        for (kind, *parts), (expected_kind, *expected_parts) in zip(got, outputs, strict=True):
            assert kind == expected_kind
            if kind == "stderr":
                assert expected_parts[0] in parts[0]
            else:
                assert parts == expected_parts
        assert cell.execution_count in (number, None)
    assert (student.starts, not student.noticed()) == (1, True)
    student.stop()


MANY = {
    "displays": ("for n in range(3_000): display(n)", 3000),
    "updates": ("h = display(-1, display_id=True)\nfor n in range(3_000): h.update(n)", 1),
    "cleared": (
        "from IPython.display import clear_output\nfor n in range(3_000):\n    clear_output(wait=True)\n    display(n)",
        1,
    ),
}


@pytest.mark.parametrize(("source", "count"), MANY.values(), ids=MANY.keys())
def test_of_many_quick_displays_none_is_lost(kernel: Callable[[], StudentKernel], source: str, count: int) -> None:
    notebook = new_notebook(cells=[new_code_cell(source)])
    CellRunner(notebook, kernel(), Limits(timeout=60)).run()
    outputs = notebook.cells[0].outputs
    assert [output.data["text/plain"] for output in outputs] == [str(n) for n in range(3000)][-count:]
