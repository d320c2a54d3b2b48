import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course import Course
from grader.handin.collecting import Collected
from grader.handin.imap.address import PASSWORD as VARIABLE
from grader.handin.item import Word
from tests.support import collected, imap_server
from tests.support.cut_line import cut_line
from tests.support.imap_server import PASSWORD, USER, Server
from tests.support.in_this_process import in_this_process
from tests.support.mails import TEXT, mail, notebook, with_file

RECEIVED = "17-Apr-2024 23:50:00 +0200"
ROSTER = "id,email\nada,ada@example.org\nalan,alan@example.org\ngrace,grace@example.org\n"
MAILS = [
    (mail("ada", with_file("ada"), date="Mon, 15 Apr 2024 08:00:00 +0200"), RECEIVED),
    (mail("alan", with_file("alan"), subject="Homework"), RECEIVED),
    (mail("grace", with_file("grace", content=notebook("grace") + b" " * 6_000_000)), RECEIVED),
    (mail("ada", TEXT, subject="Office hours"), RECEIVED),
]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(imap_server.DOVECOT is None, reason="no Dovecot: apt install dovecot-imapd"),
]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with in_this_process():
        yield


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with imap_server.serving(MAILS) as server:
        yield server


@pytest.fixture
def course(little: Course) -> Course:
    return collected.prepare(little, ROSTER)


def collect(course: Course, port: int, folder: str = "INBOX", scheme: str = "imap") -> Collected:
    return collected.collecting(course, f"{scheme}://{USER}@127.0.0.1:{port}/{folder}")


def failure(result: Collected) -> str:
    (error,) = result.failures
    return str(error)


def test_mails_are_collected_with_the_time_at_which_the_server_received_them(course: Course, server: Server) -> None:
    before = server.flags()
    result = collect(course, server.port)
    assert not result.failures
    assert result.decided.choices.keys() == {"ada", "alan", "grace"}
    stamps = {path: content for path, content in collected.submitted(course).items() if path.endswith("stamp.txt")}
    assert set(stamps.values()) == {b"2024-04-17 21:50:00 UTC\n"}
    assert {row.arrival.word for row in result.decided.rows} == {Word.SERVER}
    assert "Its own date differs by 2.7 days" in " ".join(row.why for row in result.decided.rows)
    assert result.gathered[0].passed_over == 1
    assert server.flags() == before, "nothing is marked as read"


def test_what_was_fetched_is_not_fetched_again(course: Course, server: Server) -> None:
    collect(course, server.port)
    again = collect(course, server.port)
    assert again.gathered[0].things == 0
    assert again.kept == (3, 3)
    assert again.good


def test_a_folder_that_was_made_anew_is_read_anew(course: Course, server: Server) -> None:
    collect(course, server.port)
    (visit,) = (course.root / "handed-in" / "double" / "visits").glob("*.json")
    data = json.loads(visit.read_text())
    visit.write_text(json.dumps(data | {"validity": "1"}))
    again = collect(course, server.port)
    assert again.gathered[0].things == 3
    assert again.kept == (3, 3)
    assert json.loads(visit.read_text()) == data


def test_the_connection_is_encrypted_and_the_certificate_checked(
    course: Course, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "the server's certificate is not valid" in failure(collect(course, server.encrypted, scheme="imaps"))
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    assert not collect(course, server.encrypted, scheme="imaps").failures


def test_a_refused_login_is_told(course: Course, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "wrong")
    said = failure(collect(course, server.port))
    assert "the login was refused" in said
    assert f"Check the user and {VARIABLE}" in said
    assert "wrong" not in said


def test_a_missing_password_is_told(course: Course, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    assert f"Set the environment variable {VARIABLE}" in failure(collect(course, server.port))


def test_a_missing_folder_is_told_with_those_that_are_there(course: Course, server: Server) -> None:
    said = failure(collect(course, server.port, "Homework"))
    assert "there is no such folder" in said
    assert "Folders there: INBOX" in said


def test_no_server_is_told(course: Course) -> None:
    assert "the mail server cannot be reached" in failure(collect(course, imap_server.free_port()))


def test_what_came_before_a_drop_is_kept_and_the_next_run_goes_on(course: Course, server: Server) -> None:
    def cut(number: int, sent: bytes) -> bool | None:
        return True if sent.count(b"BODY.PEEK[]") == 3 else None

    with cut_line(server.port, cut) as port:
        result = collect(course, port)
        assert "the connection was lost" in failure(result)
        assert "What came before is kept; the same command goes on." in failure(result)
        assert result.decided.choices.keys() == {"ada", "alan"}
    whole = collect(course, server.port)
    assert whole.decided.choices.keys() == {"ada", "alan", "grace"}


def test_a_server_that_is_no_mail_server_is_told(course: Course, tmp_path: Path) -> None:
    def cut(number: int, sent: bytes) -> bool | None:
        return True

    with imap_server.serving() as other, cut_line(other.port, cut) as port:
        assert "cannot be reached" in failure(collect(course, port))
