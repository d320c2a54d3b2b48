import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.handin.mailboxes import is_mail, is_mbox, mails, split

LINES = ["From here on", "From ada@x Wed Apr 17 21:54:10 2024", ">From me", "", "Subject: x", "text", "From: y"]
HEAD = "From ada@example.org Wed Apr 17 21:54:10 2024"


def pieces(text: str) -> list[str]:
    return [raw.file.read().decode() for raw in split(io.BytesIO(text.encode()))]


def test_a_line_of_the_text_begins_no_mail() -> None:
    mail = "From: ada@example.org\nSubject: x\n\nDear all,\n\nFrom here on I wrote it\nFrom: not a header here\n"
    assert pieces(f"{HEAD}\n{mail}\n{HEAD}\nFrom: b@example.org\n\nEnd\n") == [mail, "From: b@example.org\n\nEnd\n"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_empty_mails_do_not_matter(end: str) -> None:
    text = f"{HEAD}\nSubject: a\n\n\n{HEAD}\nSubject: b\n\nText\n".replace("\n", end)
    found = pieces(text)
    assert [piece.split(end)[0] for piece in found] == ["Subject: a", "Subject: b"]


@given(st.lists(st.lists(st.sampled_from(LINES[:1] + LINES[2:3] + LINES[4:6]), max_size=6), min_size=1, max_size=4))
def test_mails_come_back_as_they_were(bodies: list[list[str]]) -> None:
    written = ["From: a@b.example\nSubject: s\n\n" + "".join(f"{line}\n" for line in body) for body in bodies]
    assert pieces("".join(f"{HEAD}\n{mail}\n" for mail in written)) == written


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_nothing_of_a_mailbox_is_lost(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    kept = "".join(pieces(text))
    words = [line for line in lines if line and not line.startswith("From ")]
    assert [line for line in kept.split("\n") if line and not line.startswith("From ")] == words


def test_a_very_long_line_is_whole() -> None:
    mail = "From: a@b.example\n\n" + "x" * 300_000 + "\n\nFrom \n"
    assert pieces(f"{HEAD}\n{mail}") == [mail]


def test_each_mail_knows_the_line_before_it() -> None:
    (raw,) = split(io.BytesIO(f"{HEAD}\nFrom: a@b.example\n\nx\n".encode()))
    assert raw.facts == {"postmark": [HEAD]}


def test_a_zip_of_mails_and_a_mail_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mails.zip", "w") as archive:
        archive.writestr("b.eml", "From: b@example.org\n\n")
        archive.writestr("a.eml", "From: a@example.org\n\n")
    assert [raw.file.read() for raw in mails(tmp_path / "mails.zip")] == [
        b"From: a@example.org\n\n",
        b"From: b@example.org\n\n",
    ]


def test_what_begins_a_mailbox_and_a_mail() -> None:
    assert is_mbox(f"{HEAD}\nSubject: x\n".encode())
    assert not is_mbox(b"From here on\nI wrote\n")
    assert is_mail(b"Subject: x\nFrom: a@b.example\n\n")
    assert not is_mail(b"Name: Ada\nHomework: 3\n\n")
