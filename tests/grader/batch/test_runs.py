"""Runs that are killed, stopped or not alone: all end as one that nothing disturbs."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from grader.batch import batch
from grader.course import Course
from tests.support import little_class

pytestmark = pytest.mark.kernel

SOAK = "SOAK" in os.environ
KILLS = 100 if SOAK else 1
SEED = int(os.environ.get("SEED", random.randrange(10**6)))
STUDENTS = 5  # one of each kind
TIMEOUT = 300  # seconds


class Undisturbed(NamedTuple):
    """A class that was graded in one go, and how long that took, in seconds."""

    course: Course
    students: list[str]
    seconds: float


@pytest.fixture(scope="module")
def handed_in(new_little: Callable[[Path], Course], tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class before anything is graded."""
    course = new_little(tmp_path_factory.mktemp("class") / "course")
    little_class.hand_in_all(course, STUDENTS)
    assert course.secret  # what hidden inputs are drawn from: the same for every copy
    return course


@pytest.fixture(scope="module")
def undisturbed(handed_in: Course, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    course = copy(handed_in, tmp_path_factory.mktemp("undisturbed") / "course")
    students = sorted(path.name for path in (course.root / "submitted").iterdir())
    begun = time.monotonic()
    assert f"Judged {STUDENTS}; 0 unchanged" in little_class.grade(course)
    assert little_class.scores(course) == little_class.expected(students)
    return Undisturbed(course, students, time.monotonic() - begun)


@pytest.fixture
def fresh(handed_in: Course, tmp_path: Path) -> Course:
    return copy(handed_in, tmp_path / "fresh")


def copy(course: Course, root: Path) -> Course:
    return Course(Path(shutil.copytree(course.root, root)))


def start(course: Course, *options: object) -> subprocess.Popen[str]:
    """A run in a process group of its own, as a terminal would start it."""
    command = little_class.command(course, *options)
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def assert_same(course: Course, whole: Undisturbed) -> None:
    """Gradebook, results, feedback and autograded notebooks are those of a run that nothing disturbed."""
    assert little_class.entries(course) == little_class.entries(whole.course)
    found, wanted = little_class.files(course), little_class.files(whole.course)
    assert sorted(found) == sorted(wanted)
    assert [name for name in wanted if found[name] != wanted[name]] == []


def assert_gone(pids: set[int]) -> None:
    until = time.monotonic() + 20
    while left := little_class.alive(pids):
        assert time.monotonic() < until, f"still running: {left}"
        time.sleep(0.05)


def results(course: Course) -> int:
    return len(list((course.root / "reports" / "double" / "results").glob("*.json")))


def killed(course: Course, more: int, delay: float, writing: bool) -> str | None:
    """Kill a run and all that it started; how far it had come, or None if it ended before.

    Args:
        more: results that it has written by then.
        delay: seconds after the last of them.
        writing: wait further until it writes the gradebook.
    """
    journal, wanted = course.root / "gradebook.db-journal", results(course) + more
    run = start(course, "--jobs", 2)
    while run.poll() is None and results(course) < wanted:
        time.sleep(0.002)
    until = time.monotonic() + delay
    while run.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    while run.poll() is None and writing and not journal.exists():
        time.sleep(0.0005)
    if run.poll() is not None:
        said = run.communicate()[0]
        assert run.returncode == 0, said
        return None
    below = little_class.children(run.pid)
    os.killpg(run.pid, signal.SIGKILL)
    found = f"{results(course)} results{', writing the gradebook' * journal.exists()}"
    run.communicate()
    assert_gone(below)
    return found if (course.root / "gradebook.db").exists() else "no gradebook"


def test_when_a_run_is_killed_at_any_moment_then_the_next_carries_on_and_nothing_is_lost(
    handed_in: Course, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    print(f"SEED={SEED}")
    draw, stages, lives = random.Random(SEED), Counter[str](), 0
    while stages.total() < KILLS:
        lives += 1
        course = copy(handed_in, tmp_path / f"life-{lives}")
        found: str | None = "alive"
        while found and stages.total() < KILLS:
            left = STUDENTS - results(course)
            more = draw.randint(0, max(0, left - 1))
            delay = draw.uniform(0, undisturbed.seconds / (2 if left == STUDENTS and not more else STUDENTS))
            if found := killed(course, more, delay, writing=draw.random() < 0.4):
                stages[found] += 1
        little_class.grade(course)
        assert_same(course, undisturbed)
        shutil.rmtree(course.root)
    print(f"{stages.total()} kills in {lives} lives: {dict(sorted(stages.items()))}")


def test_when_two_graders_start_together_then_each_submission_is_judged_once_and_all_is_the_same(
    fresh: Course, undisturbed: Undisturbed
) -> None:
    runs = [start(fresh, "--jobs", 1) for _ in range(2)]
    said = [run.communicate(timeout=TIMEOUT)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    judged = [int(text.partition("Judged ")[2].partition(";")[0]) for text in said]
    assert sum(judged) == STUDENTS, said
    assert_same(fresh, undisturbed)
    assert batch.changed(fresh, "double", undisturbed.students) == {}
    assert batch.grade(fresh, "double", undisturbed.students[:1], force=True) == undisturbed.students[:1]
    assert_same(fresh, undisturbed)


def test_when_a_run_is_stopped_by_ctrl_c_then_it_says_how_far_it_came_and_the_next_carries_on(
    fresh: Course, undisturbed: Undisturbed
) -> None:
    run = start(fresh, "--jobs", 2)
    until = time.monotonic() + TIMEOUT
    while not little_class.under_way(fresh, undisturbed.students):
        assert run.poll() is None, run.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.01)
    below = little_class.children(run.pid)
    os.killpg(run.pid, signal.SIGINT)
    said = run.communicate(timeout=60)[0]
    assert run.returncode == 130, said
    assert_gone(below)
    note, *progress, last = said.strip().splitlines()
    assert note.startswith("Note: release/double: it did not match the gradebook")  # it was laid out by hand
    assert last.startswith("Stopped: ")
    assert last.endswith(f" of {STUDENTS} submissions are done. Run the same command again to continue.")
    assert all("grading" in line for line in progress if line.strip()), said
    done = int(last.split()[1])
    assert 0 <= done < STUDENTS
    said = little_class.grade(fresh)
    judged = int(said.partition("Judged ")[2].partition(";")[0])
    assert 1 <= judged <= STUDENTS - done
    assert_same(fresh, undisturbed)
