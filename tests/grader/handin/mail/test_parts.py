"""The parts of a mail: nothing that may be graded is taken for decoration, or lost beside what cannot be read."""

import pytest

from grader.handin.mail import parts, problems
from tests.support.mails import TEXT, attachment, mail, mixed, notebook, with_file

WINMAIL = ("Content-Type: application/ms-tnef; name=winmail.dat", "Content-Disposition: attachment")


def test_a_winmail_dat_that_cannot_be_read_does_not_refuse_the_notebook_beside_it() -> None:
    body = mixed(TEXT, attachment(notebook("ada")), attachment(b"nothing", *WINMAIL))
    found = parts.take_apart(parts.parse(mail("ada", body)))
    assert [name for name, _ in found.files] == ["double.ipynb", "winmail.dat"]
    assert found.problem
    assert problems.problem(found, found.files, 2**20) == ""


def test_a_winmail_dat_that_cannot_be_read_is_told_where_there_is_nothing_else() -> None:
    found = parts.take_apart(parts.parse(mail("ada", mixed(TEXT, attachment(b"nothing", *WINMAIL)))))
    assert "winmail.dat" in problems.problem(found, found.files, 2**20)


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "text/plain", "application/json"])
def test_a_notebook_without_a_name_is_found_whatever_it_is_said_to_be(kind: str) -> None:
    body = mixed(TEXT, attachment(notebook("ada"), f"Content-Type: {kind}"))
    assert [name for name, _ in parts.take_apart(parts.parse(mail("ada", body))).files] == ["unnamed-1.ipynb"]


def test_a_picture_in_the_text_is_no_file() -> None:
    body = mixed(TEXT, attachment(b"\x89PNG\r\n", "Content-Type: image/png"))
    assert not parts.take_apart(parts.parse(mail("ada", body))).files


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n", b"\r\n\r\n"])
def test_what_stands_before_the_first_header_hides_no_header(before: bytes) -> None:
    assert parts.parse(before + mail("ada", with_file("ada")))["From"] == "ada <ada@example.org>"
