"""A store for a run that must not change anything: what is kept is there, and what is added is gone afterwards."""

from pathlib import Path

from grader.handin.by_hand import FILE
from grader.handin.imap.visits import ROOM
from grader.handin.keep import MAIL, Store
from grader.handin.trial import trial


def test_what_is_kept_is_there_and_what_is_added_is_gone(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    kept = store.keep(b"one", "eml", MAIL, {"names": ["one.eml"]})
    (store.folder / FILE).write_text("item,student\n")
    (store.folder / ROOM).mkdir()
    (store.folder / ROOM / "a.json").write_text("{}")
    before = {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}
    with trial(store) as other:
        [same] = other.all()
        assert (same.name, same.facts, same.path.read_bytes()) == (kept.name, kept.facts, b"one")
        assert same.unchanged()
        assert (other.folder / FILE).read_text() == "item,student\n"
        other.keep(b"two", "eml", MAIL)
        other.keep(b"one", "eml", MAIL, {"names": ["again.eml"]})
        (other.folder / FILE).write_text("changed")
        (other.folder / ROOM / "a.json").write_text("changed")
        assert len(other.all()) == 2
        folder = other.folder
    assert not folder.exists()
    assert {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()} == before


def test_of_a_store_that_is_not_there_yet_nothing_is_made(tmp_path: Path) -> None:
    with trial(Store(tmp_path / "kept")) as other:
        assert other.all() == []
    assert not (tmp_path / "kept").exists()
