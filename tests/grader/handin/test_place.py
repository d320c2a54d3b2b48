"""What counts is placed in submitted/, and nothing that a person put or changed there is replaced."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.course import Course
from grader.handin import place
from grader.handin.entry import Choice
from grader.handin.place import Outcome, place_all
from grader.storage import locks
from tests.support import collected
from tests.support.in_this_process import in_this_process
from tests.support.items import DUE, an_entry
from tests.support.mail_cases import CASES, ROSTER
from tests.support.mails import mail, mbox, notebook, with_file


def test_work_that_a_person_put_there_is_never_replaced(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    own = course.root / "submitted" / "plain" / "double" / "double.ipynb"
    own.parent.mkdir(parents=True)
    own.write_bytes(notebook("by hand"))
    (tmp_path / "ta.mbox").write_bytes(mbox(CASES[:2]))
    with in_this_process():
        result = collected.collecting(course, tmp_path / "ta.mbox")
    outcomes = {placing.student: placing for placing in result.placings}
    assert outcomes["plain"].outcome is Outcome.LEFT
    assert "submitted/plain/double holds work that `grader collect` did not put there" in outcomes["plain"].why
    assert own.read_bytes() == notebook("by hand")
    assert outcomes["apple"].outcome is Outcome.NEW
    assert not result.good


def test_what_was_changed_after_it_was_placed_is_left(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    source = tmp_path / "one.eml"
    source.write_bytes(CASES[0].raw)
    with in_this_process():
        collected.collecting(course, source)
        placed = course.root / "submitted" / "plain" / "double" / "double.ipynb"
        placed.write_bytes(b"mended")
        source.write_bytes(mail("plain", with_file("plain 2"), date="Wed, 17 Apr 2024 23:54:50 +0200"))
        result = collected.collecting(course, source)
    assert [placing.outcome for placing in result.placings] == [Outcome.LEFT]
    assert placed.read_bytes() == b"mended"


def choice(content: str = "work", at: datetime | None = DUE) -> dict[str, Choice]:
    """What counts of ada's."""
    return {"ada": Choice("ada", an_entry(content).item, at)}


def placed(course: Course, choices: dict[str, Choice], *, dry: bool = False) -> list[tuple[str, Outcome, bool]]:
    told: list[str] = []
    found = place_all(course, "double", choices, told.append, dry=dry)
    assert told == sorted(told)
    assert {*choices, *(placing.student for placing in found)} <= {*told}
    assert all(placing.why for placing in found if placing.outcome is Outcome.LEFT)
    return [(placing.student, placing.outcome, placing.graded) for placing in found]


def files(course: Course) -> dict[str, bytes]:
    top = course.root / "submitted"
    return {str(path.relative_to(top)): path.read_bytes() for path in top.rglob("*") if path.is_file()}


NOTEBOOK, TIME = "ada/double/double.ipynb", "ada/double/timestamp.txt"


def test_a_folder_is_new_unchanged_replaced_and_withdrawn(little: Course) -> None:
    assert placed(little, choice()) == [("ada", Outcome.NEW, False)]
    assert files(little) == {NOTEBOOK: b"work", TIME: b"2024-04-17 21:55:00 UTC\n"}
    assert placed(little, choice()) == [("ada", Outcome.UNCHANGED, False)]
    little.result_file("double", "ada").parent.mkdir(parents=True)
    little.result_file("double", "ada").touch()
    assert placed(little, choice("more")) == [("ada", Outcome.REPLACED, True)]
    assert placed(little, choice("more", None)) == [("ada", Outcome.REPLACED, True)]  # another time
    assert files(little) == {NOTEBOOK: b"more"}
    assert placed(little, choice()) == [("ada", Outcome.REPLACED, True)]  # it was placed before
    assert placed(little, {}) == [("ada", Outcome.WITHDRAWN, True)]
    assert files(little) == {}
    assert not (little.root / "submitted" / "ada").exists()
    assert placed(little, {}) == []


def test_a_dry_run_says_what_would_become_of_it_and_writes_nothing(little: Course) -> None:
    assert placed(little, choice(), dry=True) == [("ada", Outcome.NEW, False)]
    assert not (little.root / "submitted").exists()
    placed(little, choice())
    before = files(little)
    assert placed(little, choice("more"), dry=True) == [("ada", Outcome.REPLACED, False)]
    assert placed(little, {}, dry=True) == [("ada", Outcome.WITHDRAWN, False)]
    assert files(little) == before


@pytest.mark.parametrize(
    "own",
    [
        lambda top: (top / "double").mkdir() or (top / "double" / "double.ipynb").write_text("by hand"),
        lambda top: (top / "double").write_text("a file of that name"),
        lambda top: (top / "double").symlink_to(top),
        lambda top: (top / "double").mkdir() or (top / "double" / "link").symlink_to("/etc/passwd"),
        lambda top: (top / "double.ipynb").write_text("beside the folder"),
    ],
    ids=["a folder", "a file", "a link", "a link in it", "a notebook beside it"],
)
def test_whatever_a_person_put_there_stays_and_is_told(little: Course, own) -> None:
    top = little.root / "submitted" / "ada"
    top.mkdir(parents=True)
    own(top)
    before = files(little)
    assert placed(little, choice()) == [("ada", Outcome.LEFT, False)]
    assert placed(little, {}) == []  # nothing of ours is there to be withdrawn
    assert files(little) == before


def test_a_folder_that_is_empty_or_holds_what_programs_left_is_free(little: Course) -> None:
    (little.root / "submitted" / "ada" / "double").mkdir(parents=True)
    assert placed(little, choice()) == [("ada", Outcome.NEW, False)]
    (little.root / NOTEBOOK.replace("ada", "submitted/ada")).with_name(".DS_Store").touch()
    assert placed(little, choice("more")) == [("ada", Outcome.REPLACED, False)]


def test_what_is_being_graded_is_left_for_the_next_run(little: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "WAITING", 0.1)
    with locks.submission(little, "double", "ada"):
        [found] = place_all(little, "double", choice(), lambda student: None)
    assert (found.outcome, found.why) == (
        Outcome.LEFT,
        "It is being graded. Run the same command again afterwards.",
    )


def test_one_folder_that_cannot_be_written_costs_nobody_else(little: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out = place.lay_out

    def fails(files, folder, at):
        if folder.parent.name == "ada":
            raise OSError(28, "No space left on device")
        lay_out(files, folder, at)

    monkeypatch.setattr(place, "lay_out", fails)
    both = {**choice(), "ben": Choice("ben", an_entry("other").item, DUE)}
    assert placed(little, both) == [("ada", Outcome.LEFT, False), ("ben", Outcome.NEW, False)]
    assert [path.name for path in (little.root / "submitted").rglob("*.new")] == []


def test_what_a_killed_run_left_is_removed(little: Course) -> None:
    top = little.root / "submitted" / "ada"
    for rest in (".double.new", "..double.new.old"):
        (top / rest).mkdir(parents=True)
        (top / rest / "double.ipynb").write_text("half")
    placed(little, choice())
    assert files(little).keys() == {NOTEBOOK, TIME}
