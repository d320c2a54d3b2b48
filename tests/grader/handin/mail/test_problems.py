"""Why a mail holds nothing to grade, in words that say what to ask for."""

import pytest

from grader.handin.mail.parts import Parts
from grader.handin.mail.problems import OUTLOOK, SMALL, calendar, problem

MIB = 2**20
NOTEBOOK = ("double.ipynb", b'{"cells": []}')
REMOVED = ("removed.txt", b"The virus filter removed double.ipynb.")


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        (Parts(files=[NOTEBOOK]), ""),
        (Parts(), "no file is attached to it"),
        (Parts(kinds={"application/pgp-encrypted"}), "it is encrypted (PGP); ask for it unencrypted"),
        (Parts(kinds={"application/pkcs7-mime"}), "it is encrypted (S/MIME); ask for it unencrypted"),
        (Parts(kinds={"message/partial"}), "it is one piece of a mail that a program cut into several; "),
        (Parts(problem="a file is torn"), "a file is torn"),
        (Parts(files=[("winmail.dat", b"")], problem="winmail.dat is torn"), "winmail.dat is torn"),
        (Parts(files=[NOTEBOOK], problem="a file is torn"), ""),
        (Parts(files=[("mail.msg", b"")]), "its file is a mail in Outlook's own form (.msg)"),
        (Parts(files=[("mail", OUTLOOK + b"x")]), "its file is a mail in Outlook's own form (.msg)"),
        (Parts(files=[("mail.msg", b""), NOTEBOOK]), ""),
        (Parts(files=[REMOVED]), "a virus filter removed the attachment (removed.txt); ask for it in a zip"),
        (Parts(files=[REMOVED, NOTEBOOK]), ""),
        (Parts(files=[("removed.txt", b"Die Datei wurde entfernt: Virus")]), "a virus filter removed"),
        (Parts(files=[("removed.pdf", REMOVED[1])]), ""),
        (Parts(files=[("removed.txt", REMOVED[1] + bytes(SMALL))]), ""),  # a whole text: somebody's work
        (Parts(files=[("notes.txt", b"I removed a plot.")]), ""),
        (Parts(text="The attachment was blocked by a policy."), "no file: it seems that a filter removed"),
    ],
)
def test_what_cannot_be_graded_says_why_and_all_else_nothing(parts: Parts, why: str) -> None:
    found = problem(parts, parts.files, MIB)
    assert found.startswith(why)
    assert bool(found) == bool(why)
    assert not found.endswith(".")


def test_files_may_have_so_many_bytes_in_all() -> None:
    files = [("a.ipynb", bytes(MIB)), ("b.ipynb", bytes(2 * MIB))]
    assert problem(Parts(files=files), files, 3 * MIB) == ""
    told = "its files have 3 MB; at most 2 MB are taken (c.Collect.max_mib)"
    assert problem(Parts(files=files), files, 2 * MIB) == told


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://a.example/x.", "https://a.example/x"),
        ("https://a.example/x, https://a.example/x", "https://a.example/x"),
        ("<a href='HTTP://a.example/?a=1&amp;b=2'>", "HTTP://a.example/?a=1&b=2"),
        ("https://a.example https://b.example", "https://a.example, https://b.example"),
        ("".join(f"https://{name}.example " for name in "abcd"), "https://a.example, https://b.example and 2 more"),
    ],
)
def test_links_in_place_of_a_file_are_told(text: str, links: str) -> None:
    assert problem(Parts(text=text), [], MIB) == f"no file, but links: {links}"


def test_an_answer_to_an_invitation_holds_no_hand_in_unless_it_has_files() -> None:
    assert calendar(Parts(kinds={"text/calendar"})) == "an answer to an invitation"
    assert calendar(Parts(kinds={"text/calendar"}, files=[NOTEBOOK])) == ""
    assert calendar(Parts(kinds={"text/plain"})) == ""
