"""A folder is packed to the same bytes whenever it holds the same files, and nothing from outside gets in."""

import os
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from grader.errors import CourseError
from grader.handin import packing
from grader.handin.packing import pack
from grader.handin.platforms.registry import guess
from tests.support.clones import repository
from tests.support.downloads import NOTEBOOK, collected, given, summary

FILES = {"ada/hw3.ipynb": b"1", "ada/sub/x.py": b"2", "emil/hw3.ipynb": b"3", "marks.txt": b"4", "Ü b/ü.ipynb": b"5"}


def laid_out(top: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(content)
    return top


def names(packed: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        return archive.namelist()


@settings(max_examples=25)
@drawn(order=st.permutations(sorted(FILES)), age=st.integers(0, 2_000_000_000))
def test_order_and_age_of_the_files_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], age: int
) -> None:
    top = laid_out(tmp_path_factory.mktemp("class"), {name: FILES[name] for name in order})
    for path in top.rglob("*"):
        os.utime(path, (age, age))
        path.chmod(0o700)
    assert pack(top, given()) == REFERENCE
    shutil.rmtree(top)


@pytest.fixture(scope="module", autouse=True)
def reference(tmp_path_factory: pytest.TempPathFactory) -> None:
    global REFERENCE
    REFERENCE = pack(laid_out(tmp_path_factory.mktemp("reference"), FILES), given())


REFERENCE = b""


def test_clones_are_packed_to_the_same_bytes(tmp_path: Path) -> None:
    clone = repository(tmp_path / "one" / "hw3-countess", _2024_04_17T21_50="1", _2024_04_18T10_00="2")
    first = pack(tmp_path / "one", given())
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    (clone / "hw3.ipynb").write_text("edited, not committed")
    assert pack(tmp_path / "one", given()) == first == pack(tmp_path / "two", given())


def test_links_pipes_and_hard_links_stay_outside_and_are_told(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the hidden tests")
    top = laid_out(tmp_path / "class", {"ada/hw3.ipynb": NOTEBOOK})
    (top / "ada" / "link.txt").symlink_to(secret)
    (top / "ada" / "folder").symlink_to(tmp_path)
    (top / "ada" / "hard.txt").hardlink_to(secret)
    os.mkfifo(top / "ada" / "pipe")
    os.mkfifo(top / "pipe")
    (top / "beside.txt").symlink_to(secret)
    packed = pack(top, given())
    assert b"the hidden tests" not in packed
    kept = tmp_path / "kept.zip"
    kept.write_bytes(packed)
    items = collected("folders", kept, given())
    told = " ".join(note for item in items for note in item.notes)
    assert summary(items) == {"ada": ["hw3.ipynb"]}
    for name in ("link.txt", "folder", "hard.txt", "pipe", "beside.txt"):
        assert repr(name) in told


def test_an_unpacked_download_is_read_as_what_it_is(tmp_path: Path) -> None:
    top = laid_out(tmp_path / "ADL-HW3-12", {"Ada Lovelace_77_assignsubmission_file_/hw3.ipynb": NOTEBOOK})
    (top / "Ada Lovelace_77_assignsubmission_file_" / "x").symlink_to("/etc/passwd")
    packed = pack(top, given())
    platform = guess(names(packed))
    assert platform is not None
    assert platform.NAME == "moodle"
    kept = tmp_path / "kept.zip"
    kept.write_bytes(packed)
    items = list(platform.items(kept, given()))
    assert summary(items) == {"ada": ["hw3.ipynb"]}
    assert (items[1].refused, items[1].notes) == ("it could not be read whole", ("'x' is a link; it was left out.",))


def test_what_systems_and_environments_leave_behind_is_left_out(tmp_path: Path) -> None:
    files = {"ada/hw3.ipynb": b"1", "ada/.ipynb_checkpoints/hw3.ipynb": b"0", ".DS_Store": b"x"}
    files |= {"ada/venv/pyvenv.cfg": b"", "ada/venv/lib/python/site-packages/a.py": b""}
    assert names(pack(laid_out(tmp_path / "class", files), given())) == [
        "ada/hw3.ipynb",
        "ada/venv/pyvenv.cfg",
        "grader-packing.json",
    ]


def test_a_file_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_BYTES", 2**20)
    top = laid_out(tmp_path / "class", {"ada/hw3.ipynb": NOTEBOOK, "ada/data.bin": bytes(2**20 + 1)})
    kept = tmp_path / "kept.zip"
    kept.write_bytes(pack(top, given()))
    (item,) = collected("folders", kept, given())
    assert "'data.bin' has more than 1 MB; it was left out." in item.notes


def test_what_cannot_be_packed_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CourseError, match="it cannot be read"):
        pack(tmp_path / "none", given())
    monkeypatch.setattr(packing, "MOST", 10)
    with pytest.raises(CourseError, match="it holds more than"):
        pack(laid_out(tmp_path / "class", FILES), given())
