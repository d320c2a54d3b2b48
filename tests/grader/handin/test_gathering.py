"""What a source holds is kept as it came, and what goes wrong leaves what came before."""

import zipfile
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin import gathering, mailboxes
from grader.handin.gathering import Gathered, gather
from grader.handin.keep import MAIL, TABLE, Store
from grader.handin.reading import NAMES, WORKSHEETS
from grader.handin.sources import Source
from tests.support.downloads import given
from tests.support.items import settings_of
from tests.support.mails import mail, with_file

POSTMARK = b"From MAILER-DAEMON Thu Jan  1 00:00:00 2026\n"
MOODLE = "Ada Lovelace_77_assignsubmission_file_/hw3.ipynb"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


def gathered(store: Store, path: Path, kind: str, worksheets: tuple[Path, ...] = ()) -> Gathered:
    source = Source(str(path), kind, "something")
    return gather(store, source, worksheets, given(path.name), settings_of(), lambda total: lambda number: None)


def test_each_mail_of_a_mailbox_is_kept_once(store: Store, tmp_path: Path) -> None:
    raw = [mail(name, with_file(name)) for name in ("ada", "ben")]
    (tmp_path / "ta.mbox").write_bytes(b"".join(POSTMARK + each + b"\n" for each in raw))
    assert gathered(store, tmp_path / "ta.mbox", MAIL).things == 2
    assert gathered(store, tmp_path / "ta.mbox", MAIL).things == 2
    assert sorted(kept.path.read_bytes() for kept in store.all()) == sorted(raw)


def test_what_came_before_an_error_is_kept(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = mailboxes.mails

    def torn(path: Path):
        found = whole(path)
        yield next(found)
        raise CourseError(path, "it is torn", "Copy it again.")

    monkeypatch.setattr(mailboxes, "mails", torn)
    (tmp_path / "ta.mbox").write_bytes(POSTMARK + mail("ada", with_file("ada")) + b"\n")
    found = gathered(store, tmp_path / "ta.mbox", MAIL)
    assert (found.things, len(store.all())) == (1, 1)
    assert found.failure is not None
    assert found.failure.what == "it is torn"


def test_a_zip_is_kept_as_it_is_and_a_folder_packed_with_the_names_that_they_came_under(
    store: Store, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "down.zip", "w") as archive:
        archive.writestr(MOODLE, "{}")
    (tmp_path / "folder" / MOODLE).parent.mkdir(parents=True)
    (tmp_path / "folder" / MOODLE).write_text("{}")
    for name in ("down.zip", "folder"):
        assert gathered(store, tmp_path / name, "moodle").failure is None
    by_name = {kept.facts[NAMES]: kept for kept in store.all()}
    assert by_name[("down.zip",)].path.read_bytes() == (tmp_path / "down.zip").read_bytes()
    assert {kept.kind for kept in by_name.values()} == {"moodle"}
    assert set(by_name) == {("down.zip",), ("folder",)}


def test_a_worksheet_is_kept_beside_what_it_explains(store: Store, tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text("Identifier\n")
    with zipfile.ZipFile(tmp_path / "down.zip", "w") as archive:
        archive.writestr(MOODLE, "{}")
    gathered(store, tmp_path / "down.zip", "moodle", (tmp_path / "grades.csv",))
    table = next(kept for kept in store.all() if kept.kind == TABLE)
    download = next(kept for kept in store.all() if kept.kind == "moodle")
    assert (table.facts[NAMES], table.path.read_text()) == (("grades.csv",), "Identifier\n")
    assert download.facts[WORKSHEETS] == (table.name,)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [("down.zip", b"no zip", "it is neither a zip nor a folder, as something would be")],
)
def test_what_is_no_download_is_told(store: Store, tmp_path: Path, name: str, content: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(content)
    found = gathered(store, tmp_path / name, "moodle")
    assert found.failure is not None
    assert (found.failure.what, found.things, store.all()) == (what, 0, [])


def test_a_table_that_cannot_be_read_or_is_far_too_large_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "LARGEST_TABLE", 2**20)
    (tmp_path / "large.csv").write_bytes(bytes(2**20 + 1))
    for name, what in (("large.csv", "it has more than 1 MiB"), ("gone.csv", "it cannot be read (No such file")):
        found = gathered(store, tmp_path, "moodle", (tmp_path / name,))
        assert found.failure is not None
        assert found.failure.what.startswith(what)
