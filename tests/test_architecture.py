"""The architecture is as docs/architecture.md and the import contract say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = sorted(path.parent.name for path in (ROOT / "grader").glob("*/__init__.py"))


def test_rooms_import_downwards_only_and_nbgrader_is_known_to_one() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_in_the_tree(room: str) -> None:
    assert f"`grader/{room}/`" in TEXT or f"`{room}`" in TEXT


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:grader|tests|source|bench)/[\w./-]+)`", TEXT))))
def test_every_path_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_modules_and_functions_are_short() -> None:
    long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "grader").rglob("*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) > 200
    ]
    assert long == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "grader").rglob("test_*.py")), ids=lambda path: path.stem)
def test_tests_lie_in_a_room(path: Path) -> None:
    folder = path.parent.relative_to(ROOT / "tests")
    assert (ROOT / folder).is_dir()
