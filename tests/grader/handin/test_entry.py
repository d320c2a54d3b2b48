"""An item is named by how it is kept and its place in there, and known by what its files hold."""

import pytest

from grader.handin.entry import Entry
from grader.handin.item import File, Item


@pytest.mark.parametrize(("kept", "number", "key"), [("3f2a.eml", 0, "3f2a"), ("9c01.zip", 7, "9c01/7")])
def test_the_key_is_what_a_person_writes_into_a_table(kept: str, number: int, key: str) -> None:
    assert Entry(Item(kept), kept, number).key == key


def test_the_same_contents_are_the_same_whatever_they_are_called() -> None:
    one, other = (
        Item("x", files=tuple(File.of(name, content) for name, content in files))
        for files in ((("a", b"1"), ("b", b"2")), (("c", b"2"), ("d", b"1")))
    )
    assert Entry(one, "x").contents == Entry(other, "y").contents
    assert Entry(one, "x").contents != Entry(Item("x", files=one.files[:1]), "x").contents
