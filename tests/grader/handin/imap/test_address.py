"""The address of a folder on a mail server: no password in it, and none sent unencrypted."""

import pytest

from grader.errors import CourseError
from grader.handin.imap.address import Address
from tests.support import imap_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(imap_server.DOVECOT is None, reason="no Dovecot: apt install dovecot-imapd"),
]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("imaps://ada:secret@mail.example.org/INBOX", "it holds a password"),
        ("imap://ada@mail.example.org/INBOX", "sent unencrypted"),
        ("imaps://mail.example.org/INBOX", "names no user"),
        ("imaps:///INBOX", "names no user or no server"),
        ("imaps://ada@mail.example.org:none/INBOX", "no address"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(text: str, what: str) -> None:
    with pytest.raises(CourseError, match=what) as caught:
        Address.of(text)
    assert "secret" not in str(caught.value)


def test_an_address_is_read_with_its_signs_decoded() -> None:
    address = Address.of("imaps://ta%40example.org@mail.example.org/Homework%203/late")
    assert (address.user, address.port, address.folder) == ("ta@example.org", 993, "Homework 3/late")


@pytest.mark.parametrize(
    ("text", "port", "encrypted"),
    [
        ("imaps://ada@mail.example.org", 993, True),
        ("imaps://ada@mail.example.org:1993/", 1993, True),
        ("imap://ada@localhost", 143, False),
        ("imap://ada@127.0.0.1:1143/INBOX", 1143, False),
        ("imap://ada@[::1]", 143, False),
    ],
)
def test_what_an_address_leaves_out_is_as_usual(text: str, port: int, encrypted: bool) -> None:
    address = Address.of(text)
    assert (address.port, address.encrypted, address.folder, address.user) == (port, encrypted, "INBOX", "ada")
    assert str(address) == f"ada at {address.host}, folder INBOX"
