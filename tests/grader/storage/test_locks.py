"""Two graders of one course do not hold one lock, whichever process they are."""

import subprocess
import sys

import pytest
from filelock import Timeout

from grader.course import Course
from grader.storage import locks

HOLDS = """
import sys
from pathlib import Path
from grader.course import Course
from grader.storage import locks
with locks.submission(Course(Path(sys.argv[1])), "double", "ada"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_submission_is_judged_by_one_and_others_are_free(little: Course) -> None:
    with locks.submission(little, "double", "ada"):
        with pytest.raises(Timeout):
            locks.submission(little, "double", "ada").acquire(timeout=0)
        locks.submission(little, "double", "ben").acquire(timeout=0).lock.release()
        locks.gradebook(little).acquire(timeout=0).lock.release()


def test_the_lock_of_a_killed_grader_is_free(little: Course) -> None:
    command = [sys.executable, "-c", HOLDS, str(little.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Timeout):
            locks.submission(little, "double", "ada").acquire(timeout=0)
        other.kill()
        other.wait()
        locks.submission(little, "double", "ada").acquire(timeout=10).lock.release()
