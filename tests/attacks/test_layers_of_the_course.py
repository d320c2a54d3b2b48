"""What is around a sandbox and is the course's: an environment of Python in its folder, and places that are shown."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.confidential import Confidential
from grader.course import Course
from grader.sandbox import bwrap
from tests.support import ordinary
from tests.support.layers import Proves, Without

PROGRAM = Path(__file__).parents[1] / "support" / "around_course.py"
HIDDEN = {"tests/double/reference.py", "submitted/eve/double/double.ipynb", "nbgrader_config.py", ".secret"}
Look = Callable[..., dict[str, object]]


@pytest.fixture
def root(new_little: Callable[[Path], Course]) -> Iterator[Path]:
    """A course that everybody may read and write, with a submission and a secret."""
    folder = Path(tempfile.mkdtemp(prefix="grader-around-"))
    course = new_little(folder / "course")
    theirs = course.root / "submitted/eve/double/double.ipynb"
    theirs.parent.mkdir(parents=True)
    shutil.copy(course.notebook("double", "release"), theirs)
    assert course.secret
    for path in (folder, course.root, *course.root.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    yield course.root
    shutil.rmtree(folder)


def by_us(root: Path, *taken: str) -> dict[str, object]:
    arguments = [sys.executable, str(PROGRAM), str(root), sysconfig.get_path("purelib"), *taken]
    env = {**os.environ, "PYTHONPATH": str(ordinary.ROOT)}
    done = subprocess.run(arguments, cwd=root, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def by_an_ordinary_user(root: Path, *taken: str) -> dict[str, object]:
    if reason := ordinary.hindrance():
        pytest.skip(reason)
    done = ordinary.run([str(PROGRAM), str(root), sysconfig.get_path("purelib"), *taken], seconds=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("look", [by_us, by_an_ordinary_user])
def test_an_environment_of_python_in_the_course_s_folder(root: Path, look: Look) -> None:
    for taken in ([], ["parts"], ["masks"]):
        told = look(root, *taken)
        assert told["ours"] == told["prefix"] == str(root)
        seen = {str(name) for name in told["seen"]}  # type: ignore[attr-defined]
        assert "pyvenv.cfg" in seen
        assert {name for name in seen if not name.startswith(("bin/python", "lib/python"))} == {"pyvenv.cfg"}, taken
    told = look(root, "parts", "masks")
    assert set(told["seen"]) >= HIDDEN  # type: ignore[call-overload]


@pytest.fixture
def system(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is shown to every sandbox, as /usr is, with the course in it."""
    monkeypatch.setattr(bwrap, "SYSTEM", (*bwrap.SYSTEM, str(root.parent)))
    monkeypatch.chdir(root)
    (root.parent / "plain.txt").write_text("plain")
    return root.parent


def unmasked(without: Without) -> None:
    without.patch.setattr(bwrap.exposure, "mounts", lambda shown, hidden: list(shown))


def test_a_course_within_what_is_shown(proves: Proves, system: Path, root: Path) -> None:
    reads = {name: f"open(f'{{root}}/{name}').read()" for name in HIDDEN}
    proves(reads, unmasked, root=str(root))


@pytest.mark.parametrize("setting", ["Exchange.root", "CourseDirectory.submitted_directory", "CourseDirectory.db_url"])
def test_what_is_the_course_s_elsewhere_within_what_is_shown(
    proves: Proves, system: Path, root: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    theirs = system / "shared" / "theirs.db"
    theirs.parent.mkdir()
    theirs.write_text("hidden")
    for path in (theirs.parent, theirs):
        path.chmod(0o777)
    address = f"sqlite:///{theirs}" if "db_url" in setting else str(theirs.parent)
    with (root / "nbgrader_config.py").open("a") as settings:
        settings.write(f"\nc.{setting} = {address!r}\n")
    assert (
        theirs in Confidential.of(Course(root).config).hidden
        or theirs.parent in Confidential.of(Course(root).config).hidden
    )
    proves({"read": "open(path).read() == 'hidden'"}, unmasked, path=str(theirs))


def test_a_mask_cannot_be_written_to_and_the_rest_is_seen(proves: Proves, system: Path, root: Path) -> None:
    proves({"write": "open(f'{root}/trace', 'w').write('x')"}, open_masks, root=str(root))


def open_masks(without: Without) -> None:
    """The masks as they would be if they were not made read-only; and, as root, everybody's."""

    def change(arguments: list[str]) -> list[str]:
        places = [arguments[at + 1] for at, one in enumerate(arguments) if one == "--remount-ro"]
        (mask,) = [place for place in places if place not in ("/", "/dev")]
        at = arguments.index(mask)
        assert arguments[at - 3 : at] == ["--perms", "0755", "--tmpfs"]
        opened = [*arguments[: at - 3], "--perms", "0777", "--tmpfs", mask, *arguments[at + 1 :]]
        last = opened.index(mask, at + 1)
        return [*opened[: last - 1], *opened[last + 1 :]]

    without.arguments(change)
