"""What is given out runs before anything of a student's can be read; what their files break is theirs."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from grader.course import Course
from grader.errors import GradingFailed
from grader.judging.examine import examine
from grader.kernel.cells import CellRunner
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.limits import Limits
from grader.notebooks import read_notebook
from grader.results import Status
from grader.sandbox.transfer import FileTransfer

pytestmark = pytest.mark.kernel

LOOK = "import os\nfound = sorted(os.path.relpath(f'{a}/{c}', '.') for a, _, b in os.walk('.') for c in b)"
SEARCH = """
import os
seen = []
for a, folders, b in os.walk("/"):
    folders[:] = [one for one in folders if os.path.join(a, one) not in ("/proc", "/sys", "/usr")]
    seen += [f"{a}/{c}" for c in b if c == "mine.txt"]
seen += [link for link in __import__("glob").glob("/proc/[0-9]*/fd/*") if os.path.exists(link + "/mine.txt")]
"""
Run = Callable[..., tuple[list[nbformat.NotebookNode], Submission]]


@pytest.fixture
def run(tmp_path: Path, small_limits: Config, short_grace: None) -> Iterator[Run]:
    """Runs a student's cells after some that are given out, in a sandbox that gets its files in the meantime."""
    given = tmp_path / "release"
    for name, text in (("data.txt", "given"), ("both.txt", "given"), ("double.ipynb", "{}"), ("part/a.txt", "given")):
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_text(text)
    folder = tmp_path / "submission"
    folder.mkdir()
    for name in ("mine.txt", "both.txt", "part.txt"):
        (folder / name).write_text("own")
    with ExitStack() as kernels:

        def run(begin: list[str], *own: str, changed: int = 0) -> tuple[list[nbformat.NotebookNode], Submission]:
            sources = [
                *begin[: len(begin) - changed],
                *(f"{one}\n# mine" for one in begin[len(begin) - changed :]),
                *own,
            ]
            notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
            kernel = kernels.enter_context(StudentKernel(str(folder), small_limits, 120.0, str(given)))
            limits = Limits(timeout=60)
            submission = CellRunner(notebook, kernel, limits).run(begin)
            return notebook.cells, submission

        yield run


GIVEN = ["both.txt", "data.txt", "part/a.txt"]
ALL = ["both.txt", "data.txt", "mine.txt", "part.txt", "part/a.txt"]


def test_what_is_given_out_finds_what_is_given_out_and_nothing_else(run: Run) -> None:
    _, submission = run([f"{LOOK}\nfirst = found, open('both.txt').read()", SEARCH], LOOK)
    assert submission.eval("[first, seen, found]") == [[GIVEN, "given"], [], ALL]
    assert submission.eval("[open(name).read() for name in found]") == ["own", "given", "own", "own", "given"]


def test_without_a_cell_of_the_student_s_the_files_are_there_for_the_questions(run: Run) -> None:
    assert run([LOOK])[1].eval("[found, open('mine.txt').read()]") == [GIVEN, "own"]


def test_where_the_beginning_was_changed_the_files_are_there_from_that_cell_on(run: Run) -> None:
    looks = [LOOK.replace("found", f"found_{number}") for number in range(3)]
    _, submission = run(looks, changed=2)
    assert submission.eval("[found_0, found_1, found_2]") == [GIVEN, ALL, ALL]


def test_it_is_the_same_when_the_cells_run_again(run: Run) -> None:
    _, submission = run([f"{LOOK}\nfirst = found"], LOOK, "import os\nos._exit(0)", "last = 1")
    assert submission.eval("[first, found, last]") == [GIVEN, ALL, 1]
    submission.kernel.stop()
    assert submission.eval("[first, found, last]") == [GIVEN, ALL, 1]


@pytest.mark.parametrize("failing", ["1 / 0", "import os\nos._exit(0)", "while True: pass"])
def test_what_is_given_out_and_fails_only_when_it_runs_again_is_our_fault(run: Run, failing: str) -> None:
    _, submission = run(["x = 1"], "y = 1")
    submission.cells[0], submission.cell_seconds = failing, 2.0
    submission.kernel.stop()
    with pytest.raises(GradingFailed, match="when it ran again, before any of the student's code"):
        submission.eval("x")


def test_what_is_given_out_and_fails_at_once_is_our_fault(run: Run) -> None:
    with pytest.raises(GradingFailed, match=r"before any of the student's code ran \(FileNotFoundError"):
        run(["open('mine.txt')"], "x = 1")


def test_a_module_of_the_student_s_breaks_no_cell_before_theirs(run: Run, tmp_path: Path) -> None:
    for name in ("optional.py", "IPython/__init__.py", "sitecustomize.py", "ipython_config.py", "matplotlibrc"):
        path = tmp_path / "submission" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\xff raise SystemExit")
    optional = "try:\n    import optional\nexcept ImportError:\n    optional = None"
    cells, submission = run([optional, "import matplotlib\nfrom matplotlib import pyplot"], "import optional")
    assert submission.eval("matplotlib.rcParams['axes.grid']") is False
    assert [output["ename"] for output in cells[2].outputs if output.output_type == "error"]


@pytest.mark.parametrize("tags", [5, ["skip-execution"]])
def test_nor_does_what_else_a_notebook_says_of_them(little: Course, tmp_path: Path, tags: object) -> None:
    for room in ("release", "solutions"):
        notebook = read_notebook(little.notebook("double", room))
        notebook.cells.insert(0, new_code_cell("given = 2", id="given"))
        nbformat.write(notebook, little.notebook("double", room))
    notebook = read_notebook(little.notebook("double", "solutions"))
    for cell in notebook.cells:
        cell.metadata["tags"] = tags
    (tmp_path / "double.ipynb").write_text(json.dumps(notebook))
    result = examine(little, tmp_path / "double.ipynb")
    assert (result.status, result.score) == (Status.GRADED, 4), result


def test_transferred_at_once_they_would_break_what_is_given_out(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "submission" / "matplotlibrc").write_bytes(b"\xff")
    given = "import matplotlib"
    assert run([given])[1].eval("matplotlib.rcParams['axes.grid']") is False
    begin = FileTransfer.begin
    monkeypatch.setattr(FileTransfer, "begin", lambda files, to: begin(files, to) | files.complete(to))
    with pytest.raises(GradingFailed, match="UnicodeDecodeError"):
        run([given])


def test_what_of_a_submission_is_in_the_way_of_what_is_given_out_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "submission" / "part").write_text("a file where the course has a folder")
    _, submission = run([LOOK], LOOK)
    assert submission.eval("found") == ALL
    assert submission.kernel.noticed()["file that could not be written in the sandbox"] == 1


def test_a_submission_that_fills_the_room_leaves_some_and_is_told(run: Run, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / "submission" / f"large-{number}").write_bytes(bytes(3 << 20))
    _, submission = run([LOOK], "open('more.txt', 'wb').write(bytes(2**20))")
    assert submission.eval("import os\nsorted(os.listdir())") == [
        *("both.txt", "data.txt", "large-0", "large-1", "mine.txt", "more.txt", "part", "part.txt"),
    ]
    told = submission.kernel.noticed()
    assert {fact for fact, times in told.items() if times} == {
        f"left out of the sandbox, because there is no space for it: large-{number}" for number in (2, 3)
    }
