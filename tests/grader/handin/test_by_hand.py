"""What a person decides about an item goes before all that is read."""

from pathlib import Path

from grader.course import Course
from grader.handin.place import Outcome
from tests.support import collected
from tests.support.mails import mail, with_file


def test_a_person_decides_whose_an_item_is_and_it_is_placed(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, "id,email\nada,ada@example.org\n")
    raw = mail("nobody", with_file("nobody"), sender="who@private.example")
    (tmp_path / "one.eml").write_bytes(raw)
    with collected.here():
        first = collected.collecting(course, tmp_path / "one.eml")
        (row,) = first.decided.rows
        assert row.look
        table = course.root / "handed-in" / "double" / "by-hand.csv"
        table.write_text(f"item,student,arrived\n{row.entry.key},ada,2024-04-17 20:00\n")
        second = collected.collecting(course)
    assert second.good
    assert collected.submitted(course)["ada/double/timestamp.txt"] == b"2024-04-17 18:00:00 UTC\n"
    with collected.here():
        table.write_text(f"item,student\n{row.entry.key},-\n")
        third = collected.collecting(course)
    assert [placing.outcome for placing in third.placings] == [Outcome.WITHDRAWN]
    assert not collected.submitted(course)
