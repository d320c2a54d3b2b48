"""Every attack of the bank: it earns nothing, ends in time, and changes nothing outside.

Most are made on a course that holds task 1 alone, which spares each kernel five seconds of imports; some on the
whole release.
"""

import base64
import copy
import os
import resource
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from traitlets.config import Config

from grader import demo
from grader.bank.answers import compose, find_answer, read_answer, read_bank
from grader.course import Course
from grader.judging.check import check
from grader.kernel.outputs import MAX_PIXELS
from grader.notebooks import read_notebook
from grader.results import SubmissionResult, to_json
from grader.sandbox import cgroup
from grader.text import plain
from tests.support.ordinary import lend
from tests.support.surroundings import HONEST, SECRET, Surroundings, small_course

HERE = Course(Path(__file__).parents[2])
BANK = HERE.root / "tests" / "answers" / "hw3"
SOAK = "SOAK" in os.environ  # every attack twice; otherwise every fourth of the quick ones, every eighth of the slow
ANSWERS = {path.stem: read_answer(path) for path in sorted((BANK / "hostile").glob("*.py"))}
ALONE = [name for name, answer in ANSWERS.items() if answer.code_alone]
SLOW = [name for name in ALONE if ANSWERS[name].slow]
QUICK = [name for name in ALONE if name not in SLOW]
ATTACKS = ALONE if SOAK else [*QUICK[::4], *SLOW[::8]]
TURNS = 2 if SOAK else 1
FAMILIES = {
    *("forging", "lying", "patching", "reading", "writing", "planting", "network", "resources", "escape"),
    *("persistence", "pages", "spreadsheets"),
}
SECONDS = 60
SLACK = 20  # the kernel that runs when the time is used up is still interrupted and ended
OWN_MEMORY = 400  # MiB that an attack may make us need at most, beyond what we need anyway


GROUPED = ("allocates_by_children",)  # held back by a control group alone
WHOLE = ("forge_garbage", "patch_ipython")  # attacks made on the whole release as well
UNCONFINED = ("reads_environment", "reads_home", "reads_leftovers")  # harmless attacks that succeed without a sandbox
LIMITS = {"memory_mib": 1024, "disk_mib": 64, "file_mib": 32, "processes": 48, "address_space_mib": 8192}


def limited(course: Course, seconds: int) -> Config:
    """The course's settings with limits that are soon reached."""
    config = copy.deepcopy(course.config)
    config.ExecuteAndJudge.update(timeout=seconds, submission_seconds=SECONDS)
    config.SandboxProvisioner.update(LIMITS)
    lend(config)
    return config


@pytest.fixture(autouse=True)
def _little_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kernel.connection.GRACE", 1.0)


@pytest.fixture(scope="module")
def task_1(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with the first task of hw3, a gradebook, and something that another student handed in."""
    small = small_course(course, tmp_path_factory.mktemp("course"))
    (small.root / "gradebook.db").write_text("untouched")
    return small


@pytest.fixture(scope="module")
def around(task_1: Course) -> Iterator[Surroundings]:
    """What lies around the small course."""
    with Surroundings(task_1) as surroundings:
        yield surroundings


@pytest.fixture(scope="module")
def whole(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of the course's hw3."""
    copy = demo.lay_out(course, tmp_path_factory.mktemp("course"))
    shutil.copytree(course.root / "release" / "hw3", copy.root / "release" / "hw3")
    return copy


@pytest.fixture(scope="module")
def grouped() -> bool:
    """Whether control groups can be made here."""
    group = cgroup.make(f"{cgroup.PREFIX}{os.getpid()}-test", 1 << 30, 8)
    if group is not None:
        group.remove()
    return group is not None


def handed_in(course: Course, name: str, folder: Path) -> Path:
    """A released notebook with one answer of the bank in it."""
    answer = find_answer(HERE, "hw3", name)
    notebook = compose(read_notebook(course.notebook("hw3", "release")), {answer.task: answer.source})
    path = folder / "hw3.ipynb"
    nbformat.write(notebook, path)
    return path


def assert_sound(result: SubmissionResult, notebook: nbformat.NotebookNode) -> None:
    """What came of an attack can be written, shown in a terminal, and holds only text and pictures."""
    text = to_json(result)
    text.encode("utf-8")
    assert plain(text) == text
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode("utf-8")
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert set(output.get("data", {})) <= {"text/plain", "image/png"}
            picture = base64.b64decode(output.get("data", {}).get("image/png", ""), validate=False)
            assert (
                not picture
                or int.from_bytes(picture[16:20], "big") * int.from_bytes(picture[20:24], "big") <= MAX_PIXELS
            )


def assert_harmless(attack: str, course: Course, config: Config, around: Surroundings, folder: Path) -> None:
    path = handed_in(course, f"hostile/{attack}", folder)
    for _ in range(ANSWERS[attack].times):
        started, peak = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        result, notebook = check(Course(course.root, config), "hw3", path)
        assert time.monotonic() - started < SECONDS + SLACK
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < OWN_MEMORY * 1024
        assert result.score == 0, [task for task in result.tasks if task.points]
        assert around.disturbed(attack) == []
        assert any(fact.startswith(ANSWERS[attack].seen) for fact in result.seen or [""]), result.seen
        assert_sound(result, notebook)


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_gains_nothing_and_harms_nothing(
    attack: str, turn: int, grouped: bool, task_1: Course, around: Surroundings, tmp_path: Path
) -> None:
    if attack in GROUPED and not grouped:
        pytest.skip("without a control group the limit on memory is each process's own")
    assert_harmless(attack, task_1, limited(task_1, 5), around, tmp_path)


@pytest.mark.parametrize("attack", WHOLE)
def test_nor_does_it_on_the_whole_release(attack: str, whole: Course, tmp_path: Path) -> None:
    with Surroundings(whole) as around:
        assert_harmless(attack, whole, limited(whole, 20), around, tmp_path)


def test_after_all_attacks_an_honest_answer_gets_its_points(task_1: Course, tmp_path: Path) -> None:
    result, _ = check(Course(task_1.root, limited(task_1, 20)), "hw3", handed_in(task_1, HONEST, tmp_path))
    assert (result.score, result.max, result.reason) == (10.0, 10.0, "")


@pytest.mark.parametrize("attack", UNCONFINED)
def test_without_the_sandbox_the_same_attack_succeeds(
    attack: str, task_1: Course, around: Surroundings, tmp_path: Path
) -> None:
    left = tmp_path / "grader-left"  # in a folder of this test's own: other runs leave theirs in /tmp
    left.mkdir()
    shutil.copy(task_1.root / "tests" / "hw3" / "reference.py", left)
    config = limited(task_1, 20)
    config.SandboxProvisioner.enabled = False
    config.SandboxProvisioner.environment = {SECRET: os.environ[SECRET], "TMPDIR": str(tmp_path)}
    result, _ = check(Course(task_1.root, config), "hw3", handed_in(task_1, f"hostile/{attack}", tmp_path))
    assert result.score == 10


def test_every_attack_says_what_it_tries_and_what_must_be_true_afterwards(course: Course) -> None:
    attacks = read_bank(course, "hw3", "hostile")
    assert len(attacks) >= 58
    assert [attack.name for attack in attacks if not (attack.why.endswith(".") and attack.then.endswith("."))] == []
    assert {attack.family for attack in attacks} == FAMILIES
