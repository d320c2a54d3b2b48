"""`grader hand-back --send` and `--drafts`: real course, real mail server."""

import os
import signal
from pathlib import Path

import pytest

from grader.course import Course
from grader.handback.ledger import Ledger, State
from tests.support.cut_line import cut_line
from tests.support.handed_back import change_mark
from tests.support.handing_back import run
from tests.support.mail_server import END, Postbox, certificate, context_of, free_port, logging_in, serving

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn
SECRET = "hunter2hunter2"
BOTH = ["ada@example.org", "ben@example.org", "zoe@example.org"]


def test_a_sample_and_the_counts_are_shown_before_anything_is_sent(graded_class: Course, postbox: Postbox) -> None:
    done = run(graded_class, "--send", answer="n\n")
    assert "Students: 3 to send, 1 without a mail, 2 waiting for a person, 1 without a submission." in done.output
    assert "To:       Ada Lovelace <ada@example.org>" in done.output
    assert "    Total                            97.5 of 100" in done.output
    assert "Send 3 mails by 127.0.0.1:" in done.output
    assert "Nothing was sent." in done.output
    for told in ("cem: A person has to mark", "dora: Its status is", "eve: There is no address in the class list."):
        assert told in done.output
    assert (done.exit_code, postbox.mails) == (1, [])


def test_each_gets_one_mail_and_the_same_command_sends_no_second(graded_class: Course, postbox: Postbox) -> None:
    done = run(graded_class, "--send", answer="y\n")
    assert "Sent: 3 of 3." in done.output
    assert done.exit_code == 1  # cem, dora and eve need a person
    assert postbox.addresses == BOTH
    page = (graded_class.root / "feedback" / "zoe" / "hw3" / "hw3.html").read_bytes()
    [attached] = postbox.mails[2].message.iter_attachments()
    assert attached.get_payload(decode=True) == page
    again = run(graded_class, "--send", "--yes")
    assert "Students: 3 sent before" in again.output
    assert len(postbox.mails) == 3
    assert run(graded_class, "--send", "--yes", "--student", "ada").exit_code == 0


def test_marks_that_changed_are_sent_as_a_correction(graded_class: Course, postbox: Postbox) -> None:
    run(graded_class, "--send", "--yes")
    change_mark(graded_class.root, "ben", 1.0)
    done = run(graded_class, "--send", "--yes")
    assert "1 to correct, 2 sent before" in done.output
    assert postbox.addresses == [*BOTH, "ben@example.org"]
    assert postbox.mails[-1].message["Subject"].startswith("Correction: ")
    assert postbox.mails[-1].message["In-Reply-To"] == postbox.mails[1].message["Message-ID"]


def test_refusals_are_told_and_the_same_command_sends_the_rest(graded_class: Course, postbox: Postbox) -> None:
    postbox.at_recipient["ben@example.org"] = ["550 5.1.1 no such user"]
    postbox.at_recipient["zoe@example.org"] = ["450 4.2.0 greylisted"] * 2
    done = run(graded_class, "--send", "--yes")
    assert "ben: ben@example.org: 550 5.1.1 no such user" in done.output
    assert "1 not taken for now: trying again in 0 s." in done.output
    assert (
        "smtp: 1 of 3 refused, 1 of 3 not taken for now (addresses above); the same command sends the rest."
        in done.output
    )
    assert done.exit_code == 1
    assert postbox.addresses == ["ada@example.org"]
    run(graded_class, "--send", "--yes")
    assert postbox.addresses == BOTH


def test_what_is_in_doubt_is_told_with_the_command_that_sends_it_again(
    graded_class: Course, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(os.environ["GRADER_SMTP"].rpartition(":")[2])
    with cut_line(port, lambda number, sent: True if sent.endswith(END) else None) as cuttable:
        monkeypatch.setenv("GRADER_SMTP", f"smtp://127.0.0.1:{cuttable}")
        done = run(graded_class, "--send", "--yes", "--student", "ada")
    assert done.exit_code == 1
    assert "grader hand-back hw3 --send --again --student ada" in done.output
    monkeypatch.setenv("GRADER_SMTP", f"smtp://127.0.0.1:{port}")
    done = run(graded_class, "--send", "--yes", "--student", "ada")
    assert "Students: 1 in doubt." in done.output
    assert done.exit_code == 1
    assert postbox.addresses == ["ada@example.org"]
    assert run(graded_class, "--send", "--yes", "--again", "--student", "ada").exit_code == 0
    assert [mail.message["Message-ID"] for mail in postbox.mails].count(postbox.mails[0].message["Message-ID"]) == 2


@pytest.mark.parametrize("password", [SECRET, "another-password"])
def test_a_login_over_tls_shows_no_password(
    graded_class: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    own, postbox = certificate(tmp_path, "localhost"), Postbox()
    options = {"authenticator": logging_in("staff@example.org", SECRET), "auth_require_tls": False}
    with serving(postbox, ssl_context=context_of(own), **options) as port:
        monkeypatch.setenv("SSL_CERT_FILE", str(own))
        monkeypatch.setenv("GRADER_SMTP", f"smtps://staff@example.org@localhost:{port}")
        monkeypatch.setenv("GRADER_SMTP_PASSWORD", password)
        done = run(graded_class, "--send", "--yes")
    assert password not in done.output
    assert len(postbox.mails) == (3 if password == SECRET else 0)
    assert ("login refused" in done.output) is (password != SECRET)
    assert done.exit_code == 1


def test_a_server_that_is_down_is_told(graded_class: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_SMTP", f"smtp://127.0.0.1:{free_port()}")
    done = run(graded_class, "--send", "--yes")
    assert "it cannot be used (Connection refused). Is it running, and is GRADER_SMTP right?" in done.output
    assert "smtp: 3 of 3 not tried; the same command sends the rest." in done.output
    assert done.exit_code == 1


def test_drafts_are_written_and_are_no_mails(graded_class: Course, postbox: Postbox, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    assert "Would write 3 drafts" in run(graded_class, "--drafts", folder, "--dry-run").output
    assert not folder.exists()
    done = run(graded_class, "--drafts", folder)
    assert "3 drafts written" in done.output
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(before) == ["ada.eml", "ben.eml", "zoe.eml"]
    run(graded_class, "--drafts", folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [record.state for record in Ledger.of(graded_class, "hw3").records("ada")] == [State.WRITTEN]
    done = run(graded_class, "--send", "--yes")
    assert "Note: there are drafts for ada, ben, zoe." in done.output
    assert postbox.addresses == BOTH
    assert (
        "Note: sent by --send before, with the same marks: ada, ben, zoe."
        in run(graded_class, "--drafts", folder).output
    )


def test_a_dry_run_changes_nothing(graded_class: Course, postbox: Postbox) -> None:
    run(graded_class, "--send", "--dry-run")
    before = {path: path.read_bytes() for path in graded_class.root.rglob("*") if path.is_file()}
    done = run(graded_class, "--send", "--dry-run")
    assert "Students: 3 to send" in done.output
    assert {path: path.read_bytes() for path in graded_class.root.rglob("*") if path.is_file()} == before
    assert postbox.mails == []


def test_ctrl_c_says_how_far_it_came(graded_class: Course, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    postbox.accepted = lambda mail: os.kill(os.getpid(), signal.SIGINT)
    done = run(graded_class, "--send", "--yes")
    assert done.exit_code == 130
    assert "Sent: 1 of 3." in done.output
    assert "2 of 3 not tried; the same command sends the rest." in done.output
    postbox.accepted = lambda mail: None
    run(graded_class, "--send", "--yes")
    assert postbox.addresses == BOTH
