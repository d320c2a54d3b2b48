"""Blackboard's download: attempts, receipts in several languages, mangled names, and two words for one time."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import CourseError
from tests.support.downloads import NOTEBOOK, collected, given, summary, who, zipped


def receipt(
    login: str, when: str, name: str = "Ada Lovelace", files: str = "", title: str = "HW_3 (Diffusion)"
) -> bytes:
    return (
        f"Name: {name} ({login})\nAssignment: {title}\nDate Submitted: {when}\nCurrent Mark: Needs Marking\n\n"
        f"Submission Field:\nName: Bob Smith (bsmith)\n\nComments:\nThere are no student comments.\n\nFiles:\n{files}"
    ).encode()


def attempt(login: str, time: str, word: str = "attempt", title: str = "HW_3 (Diffusion)") -> str:
    return f"{title}_{login}_{word}_{time}"


FIRST, SECOND = "2024-04-16-10-00-00", "2024-04-17-23-54-02"


def test_every_attempt_is_an_item_with_its_time(tmp_path: Path) -> None:
    files = {
        f"{attempt('a_lovelace', FIRST)}.txt": receipt("a_lovelace", "Tuesday, 16 April 2024 10:00:00 o'clock CEST"),
        f"{attempt('a_lovelace', FIRST)}_hw3.ipynb": NOTEBOOK,
        f"{attempt('a_lovelace', SECOND)}.txt": receipt("a_lovelace", "Wednesday, April 17, 2024 11:54:02 PM CEST"),
        f"{attempt('a_lovelace', SECOND)}_hw3_v2.ipynb": NOTEBOOK + b" ",
        f"{attempt('jane@uni.example', SECOND)}.txt": receipt("jane@uni.example", "17 avril 2024 23:54:02", "Jane Doe"),
        f"{attempt('jane@uni.example', SECOND)}_hw3.ipynb": NOTEBOOK,
    }
    items = collected("blackboard", zipped(tmp_path / "b.zip", files), given())
    assert [(who(item), item.arrival.at, [file.name for file in item.files], item.refused) for item in items] == [
        ("ada", datetime(2024, 4, 16, 8, 0), ["hw3.ipynb"], ""),
        ("ada", datetime(2024, 4, 17, 21, 54, 2), ["hw3_v2.ipynb"], ""),
        ("jane", datetime(2024, 4, 17, 21, 54, 2), ["hw3.ipynb"], ""),
    ]


def test_the_receipt_repairs_mangled_names_in_any_language(tmp_path: Path) -> None:
    start = attempt("a_lovelace", SECOND, "poging", "Opdracht 3")
    stored = f"{start}_h_w3.ipynb"
    dutch = (
        "Naam: Ada Lovelace (a_lovelace)\nOpdracht: Opdracht 3\n"
        "Inleverdatum: woensdag 17 april 2024 23:54:02 uur CEST\n"
        f"Bestanden:\n\tOorspronkelijke bestandsnaam: ../Übung 3.ipynb\n\tBestandsnaam: {stored}\n"
    )
    files = {f"{start}.txt": dutch.encode(), stored: NOTEBOOK}
    (item,) = collected("blackboard", zipped(tmp_path / "b.zip", files), given())
    assert (who(item), [file.name for file in item.files]) == ("ada", ["Übung 3.ipynb"])


def test_a_receipt_alone_is_no_hand_in(tmp_path: Path) -> None:
    files = {
        f"{attempt('bsmith', FIRST)}.txt": receipt(
            "bsmith", "Tuesday, 16 April 2024 10:00:00 o'clock CEST", "Bob Smith"
        ),
        f"{attempt('a_lovelace', SECOND)}_hw3.ipynb": NOTEBOOK,
    }
    items = collected("blackboard", zipped(tmp_path / "b.zip", files), given())
    assert items[0].refused.startswith("there is no file, only Blackboard's receipt")
    assert (who(items[0]), who(items[1])) == ("bob", "ada")
    assert any("no receipt that can be read" in note for note in items[1].notes)


def test_a_zone_that_is_not_the_courses_is_refused(tmp_path: Path) -> None:
    files = {
        f"{attempt('a_lovelace', SECOND)}.txt": receipt("a_lovelace", "Wednesday, 17 April 2024 23:54:02 o'clock BST"),
        f"{attempt('a_lovelace', SECOND)}_hw3.ipynb": NOTEBOOK,
    }
    archive = zipped(tmp_path / "b.zip", files)
    (item,) = collected("blackboard", archive, given())
    assert "is in BST, but in Europe/Vienna (c.Course.time_zone) it is CEST then" in item.refused
    (item,) = collected("blackboard", archive, given(zone="Europe/London"))
    assert (item.refused, item.arrival.at) == ("", datetime(2024, 4, 17, 22, 54, 2))


def test_the_abbreviation_tells_the_hours_of_a_clock_change_apart(tmp_path: Path) -> None:
    start = attempt("a_lovelace", "2024-10-27-02-30-00")
    for zone, hour in (("CEST", 0), ("CET", 1)):
        said = receipt("a_lovelace", f"Sunday, 27 October 2024 02:30:00 o'clock {zone}")
        archive = zipped(tmp_path / "b.zip", {f"{start}.txt": said, f"{start}_hw3.ipynb": NOTEBOOK})
        (item,) = collected("blackboard", archive, given())
        assert (item.arrival.at, item.notes) == (datetime(2024, 10, 27, hour, 30), ())


def test_two_times_that_differ_are_told_and_the_later_counts(tmp_path: Path) -> None:
    said = receipt("a_lovelace", "Wednesday, 17 April 2024 23:59:02 o'clock CEST")
    start = attempt("a_lovelace", SECOND)
    archive = zipped(tmp_path / "b.zip", {f"{start}.txt": said, f"{start}_hw3.ipynb": NOTEBOOK})
    (item,) = collected("blackboard", archive, given())
    assert item.arrival.at == datetime(2024, 4, 17, 21, 59, 2)
    assert "the later counts" in item.notes[-1]


def test_without_receipts_logins_are_found_by_the_roster(tmp_path: Path) -> None:
    files = {f"{attempt(login, SECOND)}_hw3.ipynb": NOTEBOOK for login in ("a_lovelace", "bsmith", "nobody_x")}
    items = collected("blackboard", zipped(tmp_path / "b.zip", files), given())
    assert [who(item) for item in items] == ["ada", "bob", "?"]
    assert items[2].sender is not None
    assert items[2].sender.value == "nobody_x"


def test_a_download_of_another_assignment_or_of_several_is_refused(tmp_path: Path) -> None:
    other = attempt("a_lovelace", FIRST, title="HW 2")
    when = "Tuesday, 16 April 2024 10:00:00 o'clock CEST"
    files = {f"{other}.txt": receipt("a_lovelace", when), f"{other}_hw2.ipynb": NOTEBOOK}
    with pytest.raises(CourseError, match="it is of 'HW 2', which is hw 2, not hw3"):
        collected("blackboard", zipped(tmp_path / "b.zip", files), given())
    own = attempt("a_lovelace", SECOND)
    files |= {f"{own}.txt": receipt("a_lovelace", when), f"{own}_hw3.ipynb": NOTEBOOK}
    with pytest.raises(CourseError, match=r"it is of several assignments: HW 2, HW_3 \(Diffusion\)"):
        collected("blackboard", zipped(tmp_path / "b.zip", files), given())


def test_a_students_own_text_in_a_receipt_says_nothing(tmp_path: Path) -> None:
    start = attempt("a_lovelace", SECOND)
    forged = b"Submission Field:\nDate Submitted: Monday, 1 April 2024 10:00:00 o'clock CEST\n"
    said = receipt("a_lovelace", "Wednesday, 17 April 2024 23:54:02 o'clock CEST").replace(
        b"Submission Field:\n", forged
    )
    archive = zipped(tmp_path / "b.zip", {f"{start}.txt": said, f"{start}_hw3.ipynb": NOTEBOOK})
    items = collected("blackboard", archive, given())
    assert summary(items) == {"ada": ["hw3.ipynb"]}
    assert items[0].arrival.at == datetime(2024, 4, 17, 21, 54, 2)
