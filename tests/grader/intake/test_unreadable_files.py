"""Files and folders that an ordinary user's grader may not read are left out and told; the rest is graded."""

import json
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp

import nbformat
import pytest

from grader.bank.answers import compose
from grader.course import CONFIG, Course
from grader.files.links import drop_links
from grader.notebooks import read_notebook
from tests.support import ordinary

pytestmark = pytest.mark.kernel

GRADER = """
import json, os, sys
from pathlib import Path
from grader.pipeline import attempt
from grader.batch import batch
from grader import results
from grader.course import Course
from grader.intake.fingerprint import is_current

os.umask(0)
os.environ["PATH"] = f"{Path(sys.argv[1]).parent}:{os.environ['PATH']}"
course = Course(Path(sys.argv[1]))
os.chdir(course.root)
batch.prepare(course, "double")
for change in json.loads(sys.argv[2]):
    os.chmod(course.root / "submitted" / "ben" / "double" / change[0], change[1])
if sys.argv[3:]:
    from grader.pipeline.converters import autograde
    autograde(course, "double", "ben")
else:
    attempt.grade_one(str(course.root), "double", "ben")
    assert is_current(course, "double", "ben")
result = results.from_json(course.result_file("double", "ben").read_text())
print(json.dumps([os.geteuid(), result.status, result.score, result.reason, [*result.notes, *result.seen]]))
"""


@pytest.fixture
def course(laid_once: Course) -> Iterator[Course]:
    """A course of an ordinary user's, with a right submission and files beside it."""
    if reason := ordinary.hindrance():
        pytest.skip(reason)
    top = Path(mkdtemp(prefix="grader-unreadable-"))
    course, packages = Course(copytree(laid_once.root, top / "course")), sysconfig.get_path("purelib")
    answer = "import os\nfound = sorted(os.listdir())\ndef double(number):\n    return 2 * number"
    notebook = compose(read_notebook(course.notebook("double", "release")), {"double": answer})
    folder = course.root / "submitted" / "ben" / "double"
    (folder / "data").mkdir(parents=True)
    nbformat.write(notebook, folder / "double.ipynb")
    for name in ("secret.txt", "data/points.csv"):
        (folder / name).write_text("1,2")
    with (course.root / CONFIG).open("a") as settings:
        settings.write(f"\nc.SandboxProvisioner.readable = [{packages!r}]\n")
        settings.write(f"c.SandboxProvisioner.environment = {{'PYTHONPATH': {packages!r}}}\n")
    for path in (top, *top.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
        ordinary.give(path)
    yield course
    rmtree(top)


def grade(course: Course, changes: dict[str, int], *how: str) -> tuple[str, float, str, list[str]]:
    arguments = [str(course.root), json.dumps(list(changes.items())), *how]
    done = ordinary.run(["-c", GRADER, *arguments], seconds=240)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    uid, status, score, reason, told = json.loads(done.stdout.splitlines()[-1])
    assert uid == ordinary.NOBODY
    return status, score, reason, told


@pytest.mark.parametrize("mode", [0o000, 0o600])
def test_what_cannot_be_read_is_left_out_and_told(course: Course, mode: int) -> None:
    status, score, _, lines = grade(course, {"secret.txt": 0, "data": mode})
    assert (status, score) == ("graded", 4)
    for told in ("'secret.txt' could not be read", "'data/' could not be opened (Permission denied)"):
        assert any(told in line for line in lines), lines


@pytest.mark.parametrize("name", ["double.ipynb", "."])
def test_a_notebook_that_cannot_be_read_needs_attention(course: Course, name: str) -> None:
    status, score, reason, _ = grade(course, {name: 0})
    assert (status, score) == ("needs attention", 0)
    assert "ead" in reason


def test_nbgrader_s_own_autograde_reads_what_is_its_user_s(course: Course) -> None:
    changes = {"secret.txt": 0, "double.ipynb": 0, "data/points.csv": 0, "data": 0}
    assert grade(course, changes, "plain")[:2] == ("graded", 4)


def test_links_are_dropped_though_folders_lie_within_folders(tmp_path: Path) -> None:
    deep = tmp_path / "hw3"
    deep.mkdir()
    (deep / "link").symlink_to("/etc/passwd")
    here = deep
    for _ in range(1100):
        here = Path(f"{here}/d")
        here.mkdir()
    drop_links([str(deep)])
    assert not (deep / "link").is_symlink()
    while here != deep:
        here.rmdir()
        here = here.parent
