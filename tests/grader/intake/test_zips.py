"""Zips are looked into within bounds on all of them together, whatever they say of themselves."""

import io
import struct
import zipfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.intake import listing, zips
from grader.intake.archive import listed
from grader.intake.listing import MAX_NAMES, Listing


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def found(tmp_path: Path, data: bytes) -> Listing:
    path = tmp_path / "hw3.zip"
    path.write_bytes(data)
    with listed(path) as there:
        for file in there.files:
            if file.name != "hw3.zip":
                assert len(file.read()) <= file.size
        return there


def test_an_ordinary_zip_is_read(tmp_path: Path) -> None:
    there = found(tmp_path, packed({"a/hw3.ipynb": b"{}", "b.py": b"x"}))
    assert [file.name for file in there.files] == ["hw3.zip", "hw3.zip/b.py", "hw3.zip/a/hw3.ipynb"]
    assert (there.problems, there.cut) == ([], "")


def test_a_list_of_names_that_is_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[zipfile.ZipInfo] = []
    init = zipfile.ZipInfo.__init__
    monkeypatch.setattr(
        zipfile.ZipInfo, "__init__", lambda self, *rest, **named: (made.append(self), init(self, *rest, **named))[1]
    )
    data = packed({f"{number}": b"" for number in range(1000)})
    made.clear()
    there = found_with(data, 20_000)
    assert there.problems == ["hw3.zip is not a readable zip file (its central directory is too large)"]
    assert made == []


def found_with(data: bytes, names: int) -> Listing:
    there = Listing(names=names)
    with ExitStack() as stack:
        zips.look_into(listing.File("hw3.zip", len(data), lambda: io.BytesIO(data)), there, stack, depth=1)
    return there


def test_all_zips_share_the_bytes_of_names() -> None:
    inner = packed({f"{number}": b"" for number in range(500)})
    size = 500 * 60
    there = found_with(packed({f"{number}.zip": inner for number in range(6)}), 3 * size)
    assert sum("its central directory is too large" in problem for problem in there.problems) >= 3
    assert there.names >= 0


def test_a_list_that_lies_about_its_length_is_bounded_too(tmp_path: Path) -> None:
    data = bytearray(packed({"a": b""}))
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 2**31 - 1)
    there = found(tmp_path, bytes(data))
    assert len(there.problems) == 1
    assert there.names > MAX_NAMES - 100


def test_zips_in_a_zip_share_what_is_held_in_memory(tmp_path: Path) -> None:
    inner = packed({"zeros": bytes(6 * 2**20)}, zipfile.ZIP_STORED)
    there = found(tmp_path, packed({f"{number}.zip": inner for number in range(5)}))
    assert sum("a nested zip that is too large" in problem for problem in there.problems) == 3


def test_so_many_zips_are_looked_into(tmp_path: Path) -> None:
    there = found(tmp_path, packed({f"{number}.zip": packed({"a": b""}) for number in range(60)}))
    assert "zip files beyond the first 50 were not read" in there.cut
    assert sum(file.name.endswith("/a") for file in there.files) == 49


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_unpacked_all_at_once_is_refused(tmp_path: Path, method: int) -> None:
    there = found(tmp_path, packed({"hw3.ipynb": bytes(1000)}, method))
    assert "uses an unsupported compression method" in there.problems[0]


def test_a_file_takes_no_more_than_it_says(tmp_path: Path) -> None:
    data = bytearray(packed({"hw3.ipynb": bytes(50_000_000)}))
    for head, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(head) + offset
        data[place : place + 4] = struct.pack("<I", 1000)
    (tmp_path / "hw3.zip").write_bytes(data)
    with listed(tmp_path / "hw3.zip") as there:
        file = there.files[1]
        assert file.size == 1000
        with pytest.raises(zipfile.BadZipFile):
            file.read()


@pytest.mark.parametrize("name", [".", "./", "..", "a//b", "/a", "C:/a"])
def test_odd_names_are_left_out_or_refused(tmp_path: Path, name: str) -> None:
    there = found(tmp_path, packed({name: b"x", "hw3.ipynb": b"{}"}))
    assert all(".." not in file.name for file in there.files)


def test_files_of_all_zips_and_folders_share_one_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_ALL_BYTES", 5000)
    for name in ("a.zip", "b.zip"):
        (tmp_path / name).write_bytes(packed({f"{number}.csv": bytes(1500) for number in range(3)}))
    with listed(tmp_path) as there:
        assert sum(file.size for file in there.files) <= 5000
        assert "were not read" in there.cut
