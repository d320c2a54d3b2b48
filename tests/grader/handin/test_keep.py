import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import CourseError
from grader.handin.keep import MAIL, Store

SIGHTINGS = [(b"one", {"postmark": ["a"]}), (b"one", {"postmark": ["b"], "names": ["x"]}), (b"two", {}), (b"one", {})]


def state(store: Store) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.folder.iterdir()}


@given(st.permutations(SIGHTINGS), st.lists(st.sampled_from(SIGHTINGS)))
def test_what_is_kept_depends_on_no_order_and_no_repetition(
    order: list[tuple[bytes, dict[str, list[str]]]], again: list[tuple[bytes, dict[str, list[str]]]]
) -> None:
    with tempfile.TemporaryDirectory() as top:
        one, other = Store(Path(top, "one")), Store(Path(top, "other"))
        for content, facts in SIGHTINGS:
            one.keep(content, "eml", MAIL, facts)
        for content, facts in [*order, *again]:
            other.keep(content, "eml", MAIL, facts)
        assert state(one) == state(other)


def test_what_is_kept_is_read_only_and_known_by_its_content(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    kept = store.keep(b"one", "eml", MAIL, {"names": ["one.eml"]})
    assert kept.path.stat().st_mode & 0o777 == 0o444
    assert kept.unchanged()
    assert store.all() == [kept]
    assert kept.facts == {"names": ("one.eml",)}


def test_two_things_whose_names_begin_alike_are_both_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.keep(b"one", "eml", MAIL)
    beside = kept.path.with_suffix(".json")
    beside.write_text(beside.read_text().replace(kept.digest, "0" * 64))
    again = store.keep(b"one", "eml", MAIL)
    assert again.path != kept.path
    assert len(store.all()) == 2


def test_a_file_that_nobody_collected_is_told(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep(b"one", "eml", MAIL)
    (tmp_path / "by-somebody.eml").write_bytes(b"two")
    assert store.unexplained() == ["by-somebody.eml"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    with pytest.raises(CourseError, match="cannot be kept"):
        Store(tmp_path / "kept" / "hw3").keep(b"one", "eml", MAIL)
    assert os.listdir(tmp_path) == ["kept"]
