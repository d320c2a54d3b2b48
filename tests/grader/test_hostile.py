"""Every attack of the bank: it earns nothing, ends in time, and changes nothing outside.

Most are made on a course that holds task 1 alone, which spares each kernel five seconds of imports; some on the
whole release.
"""

import copy
import hashlib
import os
import resource
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from traitlets.config import Config

from grader import demo
from grader.bank import compose, read_answer, read_bank
from grader.check import check
from grader.course import CONFIG, Course, read_notebook
from grader.pages import plain
from grader.results import SubmissionResult, to_json

BANK = Path(__file__).parents[1] / "answers" / "hw3"
ATTACKS = sorted(path.stem for path in (BANK / "hostile").glob("*.py"))
SECONDS = 60
SLACK = 20  # the kernel that runs when the time is used up is still interrupted and ended
OWN_MEMORY = 400  # MiB that an attack may make us need at most, beyond what we need anyway


WHOLE = ("forge_garbage", "patch_ipython")  # attacks made on the whole release as well
LIMITS = {"memory_mib": 1024, "disk_mib": 64, "file_mib": 32, "processes": 48, "address_space_mib": 8192}


def limited(course: Course, seconds: int) -> Config:
    """The course's settings with limits that are soon reached."""
    config = copy.deepcopy(course.config)
    config.ExecuteAndJudge.update(timeout=seconds, submission_seconds=SECONDS)
    config.SandboxProvisioner.update(LIMITS)
    return config


@pytest.fixture(autouse=True)
def _little_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kernel.GRACE", 1.0)


@pytest.fixture(scope="module")
def task_1(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with the first task of hw3, a gradebook, and something that another student handed in."""
    small = Course(tmp_path_factory.mktemp("course"))
    notebook = read_notebook(course.notebook("hw3", "release"))
    cells = [
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("score")
    ]
    notebook.cells = [
        new_code_cell("import numpy as np"),
        *(cell for cell in cells if "scorenet" not in str(cell.metadata)),
    ]
    for room in ("source", "release"):
        (small.root / room / "hw3").mkdir(parents=True)
        nbformat.write(notebook, small.root / room / "hw3" / "hw3.ipynb")
    shutil.copytree(course.root / "tests" / "hw3", small.root / "tests" / "hw3", ignore=shutil.ignore_patterns("__*"))
    shutil.copy(course.root / CONFIG, small.root)
    (small.root / "gradebook.db").write_text("untouched")
    other = small.root / "submitted" / "other" / "hw3" / "hw3.ipynb"
    other.parent.mkdir(parents=True)
    nbformat.write(notebook, other)
    return small


@pytest.fixture(scope="module")
def whole(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of the course's hw3."""
    copy = demo.lay_out(course, tmp_path_factory.mktemp("course"))
    shutil.copytree(course.root / "release" / "hw3", copy.root / "release" / "hw3")
    return copy


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A file in the grader's home."""
    path = Path.home() / f".grader-canary-{os.getpid()}"
    path.write_text("untouched")
    yield path
    path.unlink()


def handed_in(course: Course, name: str, folder: Path) -> Path:
    """A released notebook with one answer of the bank in it."""
    answer = read_answer(BANK / f"{name}.py")
    notebook = compose(read_notebook(course.notebook("hw3", "release")), {answer.task: answer.source})
    path = folder / "hw3.ipynb"
    nbformat.write(notebook, path)
    return path


def digests(paths: list[Path]) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def traces(course: Course, attack: str) -> list[str]:
    """Files and processes that the attack left on the host."""
    mark = f"hostile-trace-{attack}"
    folders = (Path("/"), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home(), Path.cwd(), course.root)
    found = [str(path) for folder in folders for path in folder.glob(f"{mark}*")]
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in process.read_bytes():
                found.append(str(process))
        except OSError:  # it has ended
            continue
    return found


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
            assert "onerror" not in output.get("data", {}).get("image/png", "")


def assert_harmless(attack: str, course: Course, config: Config, home: Path, folder: Path) -> None:
    canaries = [home, *(path for path in course.root.rglob("*") if path.is_file())]
    before, path = digests(canaries), handed_in(course, f"hostile/{attack}", folder)
    started, peak = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result, notebook = check(course, "hw3", path, config)
    assert time.monotonic() - started < SECONDS + SLACK
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < OWN_MEMORY * 1024
    assert result.score == 0, [task for task in result.tasks if task.points]
    assert digests(canaries) == before
    assert not traces(course, attack)
    assert_sound(result, notebook)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_gains_nothing_and_harms_nothing(attack: str, task_1: Course, home: Path, tmp_path: Path) -> None:
    assert_harmless(attack, task_1, limited(task_1, 5), home, tmp_path)


@pytest.mark.parametrize("attack", WHOLE)
def test_nor_does_it_on_the_whole_release(attack: str, whole: Course, home: Path, tmp_path: Path) -> None:
    assert_harmless(attack, whole, limited(whole, 20), home, tmp_path)


def test_after_all_attacks_an_honest_answer_gets_its_points(task_1: Course, tmp_path: Path) -> None:
    result, _ = check(task_1, "hw3", handed_in(task_1, "right/score_inverse", tmp_path), limited(task_1, 20))
    assert (result.score, result.max, result.reason) == (10.0, 10.0, "")


def test_every_attack_says_what_it_tries(course: Course) -> None:
    attacks = read_bank(course, "hw3", "hostile")
    assert len(attacks) >= 30
    assert all(attack.why.endswith(".") for attack in attacks)
