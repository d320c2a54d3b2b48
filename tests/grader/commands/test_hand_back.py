"""`grader hand-back` as a person runs it: settings and options that fit, and one run at a time."""

import subprocess
import sys

import pytest

from grader.course import CONFIG, Course
from grader.storage import locks
from tests.support.handing_back import run
from tests.support.mail_server import Postbox

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn


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
    graded_class: Course, monkeypatch: pytest.MonkeyPatch, setting: str, environment: str, what: str
) -> None:
    monkeypatch.setenv("GRADER_SMTP", environment)
    with (graded_class.root / CONFIG).open("a") as config:
        config.write(f"\n{setting}\n")
    done = run(graded_class, "--send", "--yes")
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
    graded_class: Course, monkeypatch: pytest.MonkeyPatch, options: list[str], what: str
) -> None:
    monkeypatch.chdir(graded_class.root)
    monkeypatch.setenv("GRADER_SMTP", "smtp://localhost:1")
    done = run(graded_class, *options)
    assert what in done.output
    assert done.exit_code == 2


def test_one_hand_back_runs_at_a_time(graded_class: Course, postbox: Postbox) -> None:
    with locks.hand_back(graded_class, "hw3"):
        done = run(graded_class, "--send", "--yes")
    assert "Error: hw3: another hand-back is under way. Wait until it has ended." in done.output
    assert (done.exit_code, postbox.mails) == (2, [])


def test_help_is_quick() -> None:
    program = "import sys; from grader.cli import main; main(['hand-back', '--help'], standalone_mode=False); "
    heavy = "print([name for name in ('pandas', 'sqlalchemy', 'smtplib', 'jinja2') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program + heavy], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
