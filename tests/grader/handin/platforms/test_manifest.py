"""What packing says beside the files is read back whole, or refused; a download without it has nothing to say."""

from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.platforms.download import Download
from grader.handin.platforms.layouts import CLONES, MANIFEST
from grader.handin.platforms.manifest import TOLD, Manifest, read_manifest, write_manifest
from tests.support.downloads import given, zipped

SAID = Manifest({"ada": ["A link was left out."], "": ["x"]}, {"ben": {"head": "ab"}})


def read(folder: Path, **files: bytes) -> Manifest:
    archive = zipped(folder / "packed.zip", {"ada/hw3.ipynb": b"{}", **files})
    return read_manifest(Download(archive, given("packed.zip")))


@pytest.mark.parametrize("name", [MANIFEST, CLONES])
def test_what_was_written_is_read(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, **{name: write_manifest(SAID)}) == SAID


def test_without_a_manifest_nothing_was_said(tmp_path: Path) -> None:
    assert read(tmp_path) == Manifest()
    assert read(tmp_path, **{f"ada/{MANIFEST}": b"a student's"}) == Manifest()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b'{"version": 2, "notes": {}, "clones": {}}', b'{"version": 1}', b"[" * 100_000],
)
def test_one_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CourseError, match=f"what was packed of a folder holds a {MANIFEST} that cannot be read"):
        read(tmp_path, **{MANIFEST: content})


def test_the_same_manifest_gives_the_same_bytes_in_any_order() -> None:
    other = Manifest(dict(reversed(SAID.notes.items())), SAID.clones)
    assert write_manifest(other) == write_manifest(SAID)
    assert write_manifest(SAID).isascii()


def test_of_very_many_notes_some_are_told_and_the_rest_counted() -> None:
    notes = [str(place) for place in range(TOLD + 2)]
    manifest = Manifest({"ada": notes, "ben": notes[:TOLD]})
    assert manifest.left_out("ada") == [*notes[:TOLD], "2 more such things were left out."]
    assert manifest.left_out("ben") == notes[:TOLD]
    assert manifest.left_out("cem") == []
