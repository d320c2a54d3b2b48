"""What was fetched of a server's folder is known at the next visit, of that folder alone."""

import json
from pathlib import Path

import pytest

from grader.handin.imap.address import Address
from grader.handin.imap.folder import Visit
from grader.handin.imap.visits import ROOM, read_visit, write_visit

PLACE = "imaps://ada@mail.example.org/INBOX"
HERE = Address.of(PLACE)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    assert read_visit(tmp_path, HERE) == Visit()
    write_visit(tmp_path, HERE, Visit("7", frozenset({3, 10})))
    assert read_visit(tmp_path, HERE) == Visit("7", frozenset({3, 10}))
    [path] = (tmp_path / ROOM).glob("*.json")
    assert json.loads(path.read_text()) == {"folder": str(HERE), "validity": "7", "numbers": [3, 10]}


@pytest.mark.parametrize(
    "other",
    [
        "imaps://ben@mail.example.org/INBOX",
        "imaps://ada@mail.example.org/Homework",
        "imaps://ada@mail.example.com/INBOX",
        "imaps://ada@mail.example.org:1993/INBOX",
    ],
)
def test_each_folder_of_each_user_of_each_server_has_its_own(tmp_path: Path, other: str) -> None:
    write_visit(tmp_path, HERE, Visit("7", frozenset({3})))
    assert read_visit(tmp_path, Address.of(other)) == Visit()
    assert read_visit(tmp_path, Address.of(PLACE)).numbers == {3}


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"validity": "7"}', '{"validity": "7", "numbers": ["a"]}'])
def test_what_cannot_be_read_is_fetched_again(tmp_path: Path, text: str) -> None:
    write_visit(tmp_path, HERE, Visit("7", frozenset({3})))
    next((tmp_path / ROOM).glob("*.json")).write_text(text)
    assert read_visit(tmp_path, HERE) == Visit()
