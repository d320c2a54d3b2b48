"""Files and folders put in the place of older ones, whole or not at all."""

import ctypes
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.storage import promotion

PARTS = (Path("release", "double"), Path("release", "double.zip"))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two courses with a release each, the second with a file that the first has not."""
    for name in ("new", "old"):
        folder = tmp_path / name / "release" / "double"
        folder.mkdir(parents=True)
        (folder / "double.ipynb").write_text(name)
        folder.with_suffix(".zip").write_text(name)
    (folder / "gone.csv").write_text("")
    return tmp_path / "new", tmp_path / "old"


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def old_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that cannot exchange two names."""
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())


def refusing_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that cannot."""
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace(renameat2=lambda *arguments: -1))


@pytest.mark.parametrize("system", [None, old_system, refusing_system])
def test_when_drafts_are_put_then_the_new_stands_in_the_place_of_the_old(two, monkeypatch, system):
    new, old = two
    if system:
        system(monkeypatch)
    with promotion.drafts(PARTS, new, old) as drafts:
        for draft, place in drafts.items():
            promotion.put(draft, place)
    assert contents(old) == contents(new) == {"release/double/double.ipynb": "new", "release/double.zip": "new"}


def test_when_there_was_nothing_then_the_new_stands_there(two, tmp_path):
    with promotion.drafts(PARTS, two[0], tmp_path / "empty") as drafts:
        for draft, place in drafts.items():
            promotion.put(draft, place)
    assert contents(tmp_path / "empty") == contents(two[0])


def test_when_drafts_are_not_put_then_nothing_is_left_of_them(two):
    before = contents(two[1])
    with pytest.raises(ValueError, match="refused"), promotion.drafts(PARTS, *two):
        raise ValueError("refused")
    assert contents(two[1]) == before


def test_when_a_killed_release_left_a_draft_then_it_is_not_taken_over(two):
    new, old = two
    left = old / "release" / ".double.new"
    left.mkdir()
    (left / "torn.ipynb").write_text("")
    with promotion.drafts(PARTS, new, old) as drafts:
        promotion.put(left, drafts[left])
    assert contents(old / "release" / "double") == {"double.ipynb": "new"}


def test_when_a_folder_is_exchanged_then_its_name_is_never_missing(two, monkeypatch):
    new, old = two
    if not hasattr(ctypes.CDLL(None), "renameat2"):
        pytest.skip("this system cannot exchange two names")
    monkeypatch.setattr(Path, "rename", lambda *paths: pytest.fail("it would be missing in between"))
    promotion.exchange(new, old)
    assert (old / "release" / "double" / "double.ipynb").read_text() == "new"
