"""The version is a digest of the package's source: it changes with every module, and with nothing else."""

import shutil
from pathlib import Path

import pytest

from grader import version


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of two modules whose version is asked for."""
    for name in ("grader/version.py", "grader/room/module.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(version, "__file__", str(tmp_path / "grader" / "version.py"))
    return tmp_path / "grader"


def fresh() -> str:
    return version.version.__wrapped__()


def test_it_changes_with_a_module_and_with_its_name(package: Path) -> None:
    before = fresh()
    (package / "room" / "module.py").write_text("changed")
    after = fresh()
    (package / "room" / "module.py").rename(package / "room" / "other.py")
    assert len({before, after, fresh()}) == 3


def test_it_is_the_same_wherever_the_package_lies_and_whatever_lies_beside(package: Path, tmp_path: Path) -> None:
    before = fresh()
    (package / "notes.txt").write_text("no module")
    (package / "__pycache__").mkdir()
    assert fresh() == before
    shutil.copytree(package, tmp_path / "elsewhere")
    version.__file__ = str(tmp_path / "elsewhere" / "version.py")
    assert fresh() == before


def test_in_one_process_it_is_computed_once() -> None:
    assert version.version() == version.version()
    assert len(version.version()) == 64
