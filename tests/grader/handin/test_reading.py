"""What is kept is read in few processes, and what one of them cannot read costs that one alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import CourseError, GradingFailed, LimitReached
from grader.handin import reading
from grader.handin.entry import Entry
from grader.handin.item import File, Item
from grader.handin.keep import MAIL, TABLE, Kept, Store
from grader.handin.reading import NAMES, WORKSHEETS, read_all
from grader.process import limited
from tests.support.downloads import given
from tests.support.items import settings_of
from tests.support.mails import mail, with_file

GIVEN = given("x")


class Platform:
    """A platform whose download holds one item, or cannot be read."""

    NAME, CALLED = "odd", "an odd platform"

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.seen = error, list[tuple[Path, tuple[Path, ...], str]]()

    def fits(self, names: object) -> bool:
        return True

    def items(self, archive: Path, own: object):
        self.seen.append((archive, own.worksheets, own.source))  # type: ignore[attr-defined]
        if self.error:
            raise self.error
        yield Item("a", files=(File.of("hw3.ipynb", b"{}"),))
        yield Item("b", refused="it is torn")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many mails each process reads; one that reads a mail of "eve" takes too long."""
    seen: list[int] = []

    def run(step: str, function: Callable[..., object], kept: list[Kept], *rest: object, **_: object) -> object:
        seen.append(len(kept))
        if any(b"eve" in one.path.read_bytes() for one in kept):
            raise LimitReached("mail", "its time was used up", "Look at it.")
        return function(kept, *rest)

    monkeypatch.setattr(limited, "run", run)
    return seen


def mails(store: Store, *names: str) -> None:
    for name in names:
        store.keep(mail(name, with_file(name)), "eml", MAIL, {NAMES: [f"{name}.eml"]})


def read(store: Store, platform: Platform | None = None) -> list[Entry]:
    told: list[int] = []
    found = read_all(store.all(), GIVEN, settings_of(), {"odd": platform} if platform else {}, told.append)
    assert sum(told) == len(store.all())
    return found


def test_mails_are_read_together_and_what_takes_too_long_costs_its_own_mail_alone(
    store: Store, runs: list[int]
) -> None:
    mails(store, "ada", "ben", "eve")
    found = read(store)
    assert runs == [3, 1, 1, 1]
    [eve] = [entry for entry in found if entry.whole]
    assert (eve.item.shown, eve.item.refused) == ("eve.eml", "its time was used up")
    assert sorted(entry.item.sender.value for entry in found if entry.item.sender) == [
        "ada@example.org",
        "ben@example.org",
    ]


@pytest.mark.parametrize(
    ("limit", "most"), [("TOGETHER", 2), ("MOST_TOGETHER", 2 * len(mail("s0", with_file("s0"))) + 40)]
)
def test_few_mails_and_bytes_are_read_in_one_process(
    store: Store, runs: list[int], monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(reading, limit, most)
    mails(store, *(f"s{place}" for place in range(5)))
    assert len(read(store)) == 5
    assert runs == [2, 2, 1]


def test_a_process_that_fails_is_told_of_all_its_mails(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> object:
        raise GradingFailed("process", "it could not be started", "Try again.")

    monkeypatch.setattr(limited, "run", run)
    mails(store, "ada", "ben")
    assert [entry.item.refused for entry in read(store)] == ["it could not be started"] * 2


@pytest.mark.usefixtures("unlimited")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is a mail in Outlook's own form (.msg): save it as .eml"),
        (b"Subject: x\n\n" + bytes(2 << 20), "it has 2 MB, which is more than c.Collect.max_mib allows"),
    ],
)
def test_a_mail_that_is_none_or_too_large_is_told(store: Store, content: bytes, why: str) -> None:
    store.keep(content, "eml", MAIL)
    [entry] = read(store)
    assert entry.item.refused.startswith(why)


@pytest.mark.usefixtures("unlimited")
def test_what_was_changed_since_it_was_kept_is_not_read(store: Store) -> None:
    for kept in (store.keep(b"Subject: x\n\n", "eml", MAIL), store.keep(b"PK", "zip", "odd")):
        kept.path.chmod(0o644)
        kept.path.write_bytes(b"changed")
    found = read(store, Platform())
    assert [entry.item.refused for entry in found] == ["it was changed since it was kept: collect it again"] * 2


@pytest.mark.usefixtures("unlimited")
def test_whatever_the_parser_raises_is_told_in_one_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise AttributeError("'NoneType'\nhas no")

    monkeypatch.setattr(reading, "read_mail", fails)
    mails(store, "ada")
    [entry] = read(store)
    assert entry.item.refused == "the mail cannot be read (AttributeError: 'NoneType' has no)"


def test_a_download_is_read_with_the_tables_that_explain_it(store: Store) -> None:
    sheet = store.keep(b"Identifier\n", "csv", TABLE, {NAMES: ["grades.csv"]})
    other = store.keep(b"Other\n", "csv", TABLE, {NAMES: ["other.csv"]})
    archive = store.keep(b"PK", "zip", "odd", {NAMES: ["down.zip"], WORKSHEETS: [sheet.name]})
    platform = Platform()
    found = read(store, platform)
    assert platform.seen == [(archive.path, (sheet.path,), "down.zip")]
    assert [(entry.key, entry.usable, entry.item.refused) for entry in found] == [
        (f"{archive.path.stem}/1", True, ""),
        (f"{archive.path.stem}/2", False, "it is torn"),
    ]
    assert other.path.is_file()


def test_errors_call_a_table_by_the_name_that_it_came_under(store: Store) -> None:
    sheet = store.keep(b"Identifier\n", "csv", TABLE, {NAMES: ["grades.csv"]})
    store.keep(b"PK", "zip", "odd", {NAMES: ["down.zip"], WORKSHEETS: [sheet.name]})
    error = CourseError(sheet.name, "line 2 is odd", "Correct it.")
    [entry] = read(store, Platform(error))
    assert entry.item.refused == "in grades.csv: line 2 is odd. Correct it"
    [entry] = read(store, Platform(ValueError("odd\nthing")))
    assert entry.item.refused == "it cannot be read (ValueError: odd thing)"


def test_a_kind_that_no_reader_knows_is_told(store: Store) -> None:
    store.keep(b"PK", "zip", "odd")
    [entry] = read(store)
    assert entry.item.refused == "no reader is there for what came from 'odd'"
