"""Hostile and damaged zips: a clear error for the whole, or a note at the one whose file it is."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.platforms import contents, download
from grader.handin.platforms.download import Download
from tests.support.downloads import NOTEBOOK, collected, given, summary, zipped

ADA, EMIL = "Ada Lovelace_77_assignsubmission_file_/", "Emil Müller_78_assignsubmission_file_/"


def changed(path: Path, name: str, **fields: int) -> Path:
    """Change fields of one entry in a zip's list of names: "flags", "method", "size" or "attributes"."""
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name.encode())] != name.encode():
        at = data.find(b"PK\x01\x02", at + 4)
    for field, value in fields.items():
        place, form = {"flags": (8, "<H"), "method": (10, "<H"), "size": (24, "<L"), "attributes": (38, "<L")}[field]
        old = struct.unpack_from(form, data, at + place)[0] if field == "flags" else 0
        struct.pack_into(form, data, at + place, old | value)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a readable zip file"),
        (b"<!DOCTYPE html><title>Log in</title>", "not a readable zip file"),
        (b"PK\x03\x04 cut", "not a readable zip file"),
    ],
)
def test_what_is_no_zip_is_one_clear_error(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "kept.zip").write_bytes(content)
    with pytest.raises(CourseError, match=rf"^moodle.zip: it is {said}.*Download it again"):
        collected("moodle", tmp_path / "kept.zip", given("moodle.zip"))
    with pytest.raises(CourseError, match=r"gone.zip: it is not a readable zip"):
        Download(tmp_path / "gone.zip", given(""))


def test_a_zip_that_is_protected_is_one_clear_error(tmp_path: Path) -> None:
    path = changed(zipped(tmp_path / "m.zip", {f"{ADA}hw3.ipynb": NOTEBOOK}), f"{ADA}hw3.ipynb", flags=1)
    with pytest.raises(CourseError, match=r"it is protected with a password. Unpack it"):
        collected("moodle", path, given())


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"flags": 1}, "is protected with a password"),
        ({"method": 9}, "is compressed in a way that is not supported (9)"),
        ({"attributes": 0o120777 << 16}, "is a symbolic link"),
        ({"attributes": 0o010644 << 16}, "is no regular file"),
    ],
)
def test_one_entry_that_cannot_be_read_costs_nobody_else(tmp_path: Path, fields: dict[str, int], said: str) -> None:
    for more in ({}, {f"{ADA}notes.txt": b"x"}):
        path = zipped(tmp_path / "m.zip", {f"{ADA}hw3.ipynb": NOTEBOOK, f"{EMIL}hw3.ipynb": NOTEBOOK, **more})
        ada, emil = collected("moodle", changed(path, f"{ADA}hw3.ipynb", **fields), given())
        assert (emil.refused, [file.name for file in emil.files]) == ("", ["hw3.ipynb"])
        assert said in (" ".join(ada.notes) if more else ada.refused)


def test_damaged_content_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "m.zip", {f"{ADA}hw3.ipynb": NOTEBOOK, f"{EMIL}hw3.ipynb": b"other"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(NOTEBOOK, NOTEBOOK.replace(b"cells", b"CELLS")))
    ada, emil = collected("moodle", path, given("m.zip"))
    assert ada.refused == f"'{ADA}hw3.ipynb' is damaged in m.zip"
    assert emil.files[0].read() == b"other"


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.ipynb", "/x.ipynb", "..\\x.ipynb", "a\x00b.ipynb", "a\x1b[2J.ipynb"]
)
def test_a_path_that_leads_out_is_kept_within_and_told(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "m.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        info = zipfile.ZipInfo(f"{ADA}x")
        info.filename = info.orig_filename = f"{ADA}{name}"
        opened.writestr(info, NOTEBOOK)
    (item,) = collected("moodle", archive, given())
    (file,) = item.files
    assert ".." not in file.name
    assert file.name.isprintable()
    assert not file.name.startswith("/")
    assert any("here." in note for note in item.notes) or name == "/x.ipynb"


def test_two_entries_of_one_name_are_both_kept(tmp_path: Path) -> None:
    archive = tmp_path / "m.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(f"{ADA}hw3.ipynb", b"1")
        for content in (b"2", b"1"):
            with pytest.warns(UserWarning, match="Duplicate name"):
                opened.writestr(f"{ADA}hw3.ipynb", content)
    (item,) = collected("moodle", archive, given())
    assert {file.name: file.read() for file in item.files} == {"hw3.ipynb": b"1", "hw3 (2).ipynb": b"2"}
    assert any("Two files are called 'hw3.ipynb'" in note for note in item.notes)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MAX_BYTES", 2**20)
    path = zipped(tmp_path / "m.zip", {f"{ADA}hw3.ipynb": bytes(2**21), f"{EMIL}hw3.ipynb": NOTEBOOK})
    ada, emil = collected("moodle", path, given())
    assert (ada.refused, ada.files) == ("it unpacks to 2 MB; at most 1 MB are read", ())
    assert emil.refused == ""
    lying = changed(path, f"{EMIL}hw3.ipynb", size=2**31)
    assert "it unpacks to 2,048 MB" in collected("moodle", lying, given())[1].refused


def test_very_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "m.zip", {f"{ADA}{number}": b"" for number in range(30)})
    monkeypatch.setattr(contents, "MAX_FILES", 20)
    assert collected("moodle", path, given())[0].refused == "it has 30 files; at most 20 are read"
    monkeypatch.setattr(download, "MAX_ENTRIES", 20)
    with pytest.raises(CourseError, match="it holds 30 files; at most 20 are read"):
        collected("moodle", path, given())
    monkeypatch.setattr(download, "MAX_NAMES", 500)
    with pytest.raises(CourseError, match="its central directory is too large"):
        collected("moodle", path, given())


def test_zips_within_are_handed_on_as_they_are(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as opened:
        opened.writestr("hw3.ipynb", NOTEBOOK)
    path = zipped(tmp_path / "m.zip", {f"{ADA}hw3.zip": inner.getvalue()})
    (item,) = collected("moodle", path, given())
    assert [(file.name, file.read()) for file in item.files] == [("hw3.zip", inner.getvalue())]
    whole = zipped(tmp_path / "outer.zip", {"m.zip": path.read_bytes()})
    with pytest.raises(CourseError, match=r"this zip holds one zip, 'm.zip'. Unpack it"):
        collected("moodle", whole, given())


def test_files_can_be_read_later_and_say_so_when_they_cannot(tmp_path: Path) -> None:
    content = b"x" * 100_000  # more than is read ahead
    path = zipped(tmp_path / "m.zip", {f"{ADA}hw3.ipynb": content}, zipfile.ZIP_STORED)
    items = collected("moodle", path, given())
    assert summary(items) == {"ada": ["hw3.ipynb"]}
    assert items[0].files[0].read() == content
    path.write_bytes(path.read_bytes().replace(b"x", b"y"))
    with pytest.raises(OSError, match="cannot be read"):
        items[0].files[0].read()
