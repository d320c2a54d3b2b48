"""`grader hand-back` as a person runs it: real course, real mail server, real zips."""

import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.course import CONFIG, Course
from grader.handback.ledger import Ledger, State
from grader.storage import locks
from tests.support.handed_back import change_mark, make_course
from tests.support.mail_server import END, Postbox, certificate, context_of, cut_line, free_port, logging_in, serving

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn
SECRET = "hunter2hunter2"
BOTH = ["ada@example.org", "ben@example.org", "zoe@example.org"]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture
def course(once: Course, tmp_path: Path) -> Course:
    return Course(Path(shutil.copytree(once.root, tmp_path / "course")))


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    postbox = Postbox()
    monkeypatch.delenv("GRADER_SMTP_PASSWORD", raising=False)
    with serving(postbox) as port:
        monkeypatch.setenv("GRADER_SMTP", f"smtp://127.0.0.1:{port}")
        yield postbox


def run(course: Course, *options: object, answer: str = "") -> Result:
    arguments = ["--course", str(course.root), "hand-back", "hw3", *map(str, options)]
    done = CliRunner().invoke(main, arguments, input=answer)
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_a_sample_and_the_counts_are_shown_before_anything_is_sent(course: Course, postbox: Postbox) -> None:
    done = run(course, "--send", answer="n\n")
    assert "Students: 3 to send, 1 without a mail, 2 waiting for a person, 1 without a submission." in done.output
    assert "To:       Ada Lovelace <ada@example.org>" in done.output
    assert "    Total                            97.5 of 100" in done.output
    assert "Send 3 mails by 127.0.0.1:" in done.output
    assert "Nothing was sent." in done.output
    for told in ("cem: A person has to mark", "dora: Its status is", "eve: There is no address in the class list."):
        assert told in done.output
    assert (done.exit_code, postbox.mails) == (1, [])


def test_each_gets_one_mail_and_the_same_command_sends_no_second(course: Course, postbox: Postbox) -> None:
    done = run(course, "--send", answer="y\n")
    assert "Sent: 3 of 3." in done.output
    assert done.exit_code == 1  # cem, dora and eve need a person
    assert postbox.addresses == BOTH
    page = (course.root / "feedback" / "zoe" / "hw3" / "hw3.html").read_bytes()
    [attached] = postbox.mails[2].message.iter_attachments()
    assert attached.get_payload(decode=True) == page
    again = run(course, "--send", "--yes")
    assert "Students: 3 sent before" in again.output
    assert len(postbox.mails) == 3
    assert run(course, "--send", "--yes", "--student", "ada").exit_code == 0


def test_marks_that_changed_are_sent_as_a_correction(course: Course, postbox: Postbox) -> None:
    run(course, "--send", "--yes")
    change_mark(course.root, "ben", 1.0)
    done = run(course, "--send", "--yes")
    assert "1 to correct, 2 sent before" in done.output
    assert postbox.addresses == [*BOTH, "ben@example.org"]
    assert postbox.mails[-1].message["Subject"].startswith("Correction: ")
    assert postbox.mails[-1].message["In-Reply-To"] == postbox.mails[1].message["Message-ID"]


def test_refusals_are_told_and_the_same_command_sends_the_rest(course: Course, postbox: Postbox) -> None:
    postbox.at_recipient["ben@example.org"] = ["550 5.1.1 no such user"]
    postbox.at_recipient["zoe@example.org"] = ["450 4.2.0 greylisted"] * 2
    done = run(course, "--send", "--yes")
    assert "ben: ben@example.org: 550 5.1.1 no such user" in done.output
    assert "1 not taken for now: trying again in 0 s." in done.output
    assert (
        "smtp: 1 of 3 refused, 1 of 3 not taken for now (addresses above); the same command sends the rest."
        in done.output
    )
    assert done.exit_code == 1
    assert postbox.addresses == ["ada@example.org"]
    run(course, "--send", "--yes")
    assert postbox.addresses == BOTH


def test_what_is_in_doubt_is_told_with_the_command_that_sends_it_again(
    course: Course, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(os.environ["GRADER_SMTP"].rpartition(":")[2])
    with cut_line(port, lambda number, sent: True if sent.endswith(END) else None) as cuttable:
        monkeypatch.setenv("GRADER_SMTP", f"smtp://127.0.0.1:{cuttable}")
        done = run(course, "--send", "--yes", "--student", "ada")
    assert done.exit_code == 1
    assert "grader hand-back hw3 --send --again --student ada" in done.output
    monkeypatch.setenv("GRADER_SMTP", f"smtp://127.0.0.1:{port}")
    done = run(course, "--send", "--yes", "--student", "ada")
    assert "Students: 1 in doubt." in done.output
    assert done.exit_code == 1
    assert postbox.addresses == ["ada@example.org"]
    assert run(course, "--send", "--yes", "--again", "--student", "ada").exit_code == 0
    assert [mail.message["Message-ID"] for mail in postbox.mails].count(postbox.mails[0].message["Message-ID"]) == 2


@pytest.mark.parametrize("password", [SECRET, "another-password"])
def test_a_login_over_tls_shows_no_password(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    own, postbox = certificate(tmp_path, "localhost"), Postbox()
    options = {"authenticator": logging_in("staff@example.org", SECRET), "auth_require_tls": False}
    with serving(postbox, ssl_context=context_of(own), **options) as port:
        monkeypatch.setenv("SSL_CERT_FILE", str(own))
        monkeypatch.setenv("GRADER_SMTP", f"smtps://staff@example.org@localhost:{port}")
        monkeypatch.setenv("GRADER_SMTP_PASSWORD", password)
        done = run(course, "--send", "--yes")
    assert password not in done.output
    assert len(postbox.mails) == (3 if password == SECRET else 0)
    assert ("login refused" in done.output) is (password != SECRET)
    assert done.exit_code == 1


def test_a_server_that_is_down_is_told(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_SMTP", f"smtp://127.0.0.1:{free_port()}")
    done = run(course, "--send", "--yes")
    assert "it cannot be used (Connection refused). Is it running, and is GRADER_SMTP right?" in done.output
    assert "smtp: 3 of 3 not tried; the same command sends the rest." in done.output
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("setting", "environment", "what"),
    [
        ("c.HandBack.sender = ''", "smtp://localhost:1", "c.HandBack.sender is missing"),
        ("c.HandBack.text = '{{ nmae }}'", "smtp://localhost:1", "'nmae' is undefined"),
        ("c.HandBack.subject = '{% if %}'", "smtp://localhost:1", "c.HandBack.subject cannot be used"),
        ("c.HandBack.retry_seconds = 'soon'", "smtp://localhost:1", "c.HandBack.retry_seconds is 'soon'"),
        ("", "", "GRADER_SMTP: this environment variable is not set"),
    ],
)
def test_bad_settings_end_it_before_anything_is_sent(
    course: Course, monkeypatch: pytest.MonkeyPatch, setting: str, environment: str, what: str
) -> None:
    monkeypatch.setenv("GRADER_SMTP", environment)
    with (course.root / CONFIG).open("a") as config:
        config.write(f"\n{setting}\n")
    done = run(course, "--send", "--yes")
    assert what in done.output
    assert done.exit_code == 2


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ([], "give one of"),
        (["--send", "--drafts", "d"], "give one of"),
        (["--send", "--worksheet", CONFIG], "--worksheet goes with --moodle"),
        (["--drafts", "d", "--again", "--student", "ada"], "--again goes with --send"),
        (["--send", "--again"], "--again needs --student"),
        (["--canvas", "out.zip"], "--canvas needs --download"),
        (["--drafts", "d", "--student", "nobody"], "nobody called nobody has anything to do with hw3"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    course: Course, monkeypatch: pytest.MonkeyPatch, options: list[str], what: str
) -> None:
    monkeypatch.chdir(course.root)
    monkeypatch.setenv("GRADER_SMTP", "smtp://localhost:1")
    done = run(course, *options)
    assert what in done.output
    assert done.exit_code == 2


def test_one_hand_back_runs_at_a_time(course: Course, postbox: Postbox) -> None:
    with locks.hand_back(course, "hw3"):
        done = run(course, "--send", "--yes")
    assert "Error: hw3: another hand-back is under way. Wait until it has ended." in done.output
    assert (done.exit_code, postbox.mails) == (2, [])


def test_drafts_are_written_and_are_no_mails(course: Course, postbox: Postbox, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    assert "Would write 3 drafts" in run(course, "--drafts", folder, "--dry-run").output
    assert not folder.exists()
    done = run(course, "--drafts", folder)
    assert "3 drafts written" in done.output
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(before) == ["ada.eml", "ben.eml", "zoe.eml"]
    run(course, "--drafts", folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [record.state for record in Ledger.of(course, "hw3").records("ada")] == [State.WRITTEN]
    done = run(course, "--send", "--yes")
    assert "Note: there are drafts for ada, ben, zoe." in done.output
    assert postbox.addresses == BOTH
    assert "Note: sent by --send before, with the same marks: ada, ben, zoe." in run(course, "--drafts", folder).output


def test_a_dry_run_changes_nothing(course: Course, postbox: Postbox) -> None:
    run(course, "--send", "--dry-run")
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    done = run(course, "--send", "--dry-run")
    assert "Students: 3 to send" in done.output
    assert {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()} == before
    assert postbox.mails == []


def test_moodle_s_zip_is_written_and_noted(course: Course, tmp_path: Path) -> None:
    worksheet, target = tmp_path / "worksheet.csv", tmp_path / "feedback.zip"
    worksheet.write_text(
        "Identifier,Full name,Email address\n"
        "Participant 9,Ada Lovelace,ada@example.org\nParticipant 8,B,ben@example.org\n"
    )
    done = run(course, "--moodle", target, "--worksheet", worksheet)
    assert f"2 of 4 written: {target}" in done.output
    assert "zoe: No row of worksheet.csv" in done.output
    assert done.exit_code == 1
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["Ada Lovelace_9_assignfeedback_file/hw3.html", "B_8_assignfeedback_file/hw3.html"]
    assert [record.way for record in Ledger.of(course, "hw3").records("ada")] == ["moodle"]
    before = target.read_bytes()
    done = run(course, "--moodle", target, "--worksheet", worksheet, "--student", "ada", "--student", "ben")
    assert (done.exit_code, target.read_bytes()) == (0, before)
    assert run(course, "--moodle", worksheet, "--worksheet", worksheet).exit_code == 2


def test_ilias_s_zip_is_filled_beside_the_empty_one(course: Course, tmp_path: Path) -> None:
    empty = tmp_path / "multi_feedback_hw3_7.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        for name in ("Lovelace_Ada_al_101", "Okri_Ben_bo_102", "Adams_Eve_ea_105", "Mueller_Zoe_zm_107"):
            archive.writestr(f"multi_feedback_hw3_7/{name}/", "")
    before = empty.read_bytes()
    done = run(course, "--ilias", empty)
    assert "4 of 4 written" in done.output
    assert empty.read_bytes() == before
    with zipfile.ZipFile(tmp_path / "multi_feedback_hw3_7-filled.zip") as archive:
        assert "multi_feedback_hw3_7/Adams_Eve_ea_105/hw3.html" in archive.namelist()


def test_canvas_s_zip_needs_the_download(course: Course, tmp_path: Path) -> None:
    download, target = tmp_path / "submissions.zip", tmp_path / "re-upload.zip"
    with zipfile.ZipFile(download, "w") as archive:
        archive.writestr("lovelaceada_101_7001_hw3.ipynb", "{}")
    done = run(course, "--canvas", target, "--download", download, "--student", "ada")
    assert "1 of 1 written" in done.output
    assert done.exit_code == 0
    refused = run(course, "--canvas", download, "--download", download, "--student", "ada")
    assert "the new zip would replace" in refused.output


def test_ctrl_c_says_how_far_it_came(course: Course, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    postbox.accepted = lambda mail: os.kill(os.getpid(), signal.SIGINT)
    done = run(course, "--send", "--yes")
    assert done.exit_code == 130
    assert "Sent: 1 of 3." in done.output
    assert "2 of 3 not tried; the same command sends the rest." in done.output
    postbox.accepted = lambda mail: None
    run(course, "--send", "--yes")
    assert postbox.addresses == BOTH


def test_help_is_quick() -> None:
    program = "import sys; from grader.cli import main; main(['hand-back', '--help'], standalone_mode=False); "
    heavy = "print([name for name in ('pandas', 'sqlalchemy', 'smtplib', 'jinja2') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program + heavy], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
