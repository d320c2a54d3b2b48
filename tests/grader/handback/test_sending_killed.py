"""A run that is killed at any step: the next one sends the rest, nobody gets two mails, a doubtful one is named."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from grader.handback.feedback import Feedback
from grader.handback.ledger import Due, Ledger
from grader.roster import Student
from tests.support.handed_back import a_mail
from tests.support.mail_server import Postbox, serving

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
STUDENTS = ("first", "second")
# Runs the same hand-back again and again, each in a process of its own that is killed one step later than the one
# before; then once more without being killed.
PROGRAM = """
import os, pathlib, signal, smtplib, sys
from grader.handback.ledger import Due, Ledger
from grader.handback.sending import Sender
from grader.handback.smtp_server import Security, Server
from grader.roster import Student
from tests.support.handed_back import a_mail

folder, port = pathlib.Path(sys.argv[1]), int(sys.argv[2])
left = None

def counted(owner, name):
    given = getattr(owner, name)
    def step(*arguments, **options):
        global left
        if left is not None:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return given(*arguments, **options)
    setattr(owner, name, step)

for owner, name in ((smtplib.SMTP, "send"), (smtplib.SMTP, "getreply"), (os, "fsync"), (pathlib.Path, "replace")):
    counted(owner, name)

def run(number, steps):
    global left
    here = folder / str(number)
    mails = [a_mail(here, Student(s, s, "", f"{s}-{number}@example.org")) for s in ("first", "second")]
    ledger = Ledger(here / "ledger")
    child = os.fork()
    if child == 0:
        left = steps
        due = [mail for mail in mails if ledger.due(mail.feedback) is Due.NEW]
        Sender(Server("127.0.0.1", port, Security.NONE), ledger, 0.0).send(due)
        os._exit(0)
    return os.waitpid(child, 0)[1]

number = 0
while run(number, number):
    assert run(number, None) == 0
    number += 1
print(number)
"""


def test_a_run_that_is_killed_anywhere_is_finished_by_the_next(tmp_path: Path) -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(port)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    kills, counts = int(done.stdout), Counter(postbox.addresses)
    assert kills > 30
    assert max(counts.values()) == 1
    fates: Counter[tuple[Due, int]] = Counter()
    for number in range(kills):
        ledger = Ledger(tmp_path / str(number) / "ledger")
        due = {name: ledger.due(_feedback(tmp_path, number, name)) for name in STUDENTS}
        assert set(due.values()) <= {Due.DONE, Due.IN_DOUBT}
        assert list(due.values()).count(Due.IN_DOUBT) <= 1
        for name in STUDENTS:
            fates[due[name], counts[f"{name}-{number}@example.org"]] += 1
    assert fates[Due.DONE, 0] == 0
    assert fates[Due.IN_DOUBT, 0] > 0
    assert fates[Due.IN_DOUBT, 1] > 0
    assert fates[Due.DONE, 1] > kills


def _feedback(folder: Path, number: int, name: str) -> Feedback:
    return a_mail(folder / str(number), Student(name, name, "", f"{name}-{number}@example.org")).feedback
