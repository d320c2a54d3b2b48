"""Hidden tests in, outcomes and points out; the student's kernel is played by an object that answers as it is told."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from grader.errors import BadReply, CourseError, KernelLost, OutOfTime, StudentRaised
from grader.judging.hidden_tests import hidden_file, judge
from grader.judging.outcomes import GRADER_FAILED, MAX_MESSAGE
from grader.results import CheckResult, Outcome, TaskResult
from tests.support.hidden_files import SECRET, Kernel, hidden, judge_file, only

pytestmark = pytest.mark.usefixtures("no_pytest_around")


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., TaskResult]:
    """Judges one hidden file."""
    return partial(judge_file, tmp_path)


def test_when_a_hidden_test_passes_then_it_earns_its_points(judged):
    assert only(judged(hidden("assert got == 1"))) == CheckResult("It is right", Outcome.PASSED, 2, 2)


@pytest.mark.parametrize("body", ["assert got == 2, 'Is it two?'", "pytest.fail('Is it two?')"])
def test_when_a_value_is_wrong_then_the_test_failed_with_its_message(judged, body):
    assert only(judged(hidden(body))) == CheckResult("It is right", Outcome.FAILED, 0, 2, "Is it two?")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (StudentRaised("submission", "Your code raised NameError"), "Your code raised NameError."),
        (OutOfTime("kernel", "Too slow", "Is there a loop?"), "Too slow. Is there a loop?"),
        (KernelLost("kernel", "The kernel has ended"), "The kernel has ended."),
        (BadReply("submission", "No plain numbers"), "No plain numbers."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_when_the_students_code_gives_no_answer_then_the_outcome_is_error(judged, error, message):
    got = only(judged(hidden("assert got"), Kernel(error)))
    assert got == CheckResult("It is right", Outcome.ERROR, 0, 2, message)


@pytest.mark.parametrize(
    "body",
    [
        f"raise ValueError('{SECRET}')",
        f"raise SystemExit('{SECRET}')",
        "got[3]",
        f"pytest.skip('{SECRET}')",
        f"import warnings; warnings.warn('{SECRET}'); raise RuntimeError",
    ],
)
def test_when_a_hidden_test_itself_fails_then_it_earns_nothing_and_tells_nothing(judged, body):
    got = only(judged(hidden(body)))
    assert (got.outcome, got.points) == (Outcome.INTERNAL, 0)
    assert got.message.startswith(GRADER_FAILED)
    assert SECRET not in got.message


@pytest.mark.parametrize(
    "setup",
    ["@pytest.fixture\ndef rng():\n    assert False", "@pytest.fixture\ndef rng():\n    yield 1\n    1 / 0"],
    ids=["setup", "teardown"],
)
def test_when_a_fixture_fails_then_it_earns_nothing(judged, setup):
    body = hidden("assert got == 2").replace("rng.normal()", "0")
    got = only(judged(f"{setup}\n\n{body}"))
    assert (got.outcome, got.points) == (Outcome.INTERNAL, 0)


@pytest.mark.parametrize("body", ["def broken(:", "1 / 0", ""])
def test_when_a_hidden_file_cannot_be_collected_then_it_earns_nothing(judged, body):
    task = judged(body, points=7)
    assert (task.points, task.max, only(task).outcome, task.unjudged) == (0, 7, Outcome.INTERNAL, 7)


def test_when_one_hidden_file_is_broken_then_the_others_still_judge(tmp_path):
    (tmp_path / "test_broken.py").write_text("def broken(:")
    (tmp_path / "test_sound.py").write_text("import pytest\n" + hidden("assert got == 2, 'no'"))
    broken, sound = judge(tmp_path, Kernel(), {"broken": 5.0, "sound": 2.0}, "key")
    assert (broken.id, broken.points, only(broken).outcome) == ("broken", 0, Outcome.INTERNAL)
    assert (sound.id, sound.points, only(sound).outcome) == ("sound", 0, Outcome.FAILED)


def test_when_some_tests_of_a_file_pass_then_the_task_earns_their_points(judged):
    tests = [hidden(f"assert got == {value}, 'no'", points, f"test_{value}") for value, points in ((1, 1.5), (2, 3))]
    task = judged("".join(tests), points=4.5)
    assert (task.points, task.max) == (1.5, 4.5)
    assert [test.outcome for test in task.tests] == [Outcome.PASSED, Outcome.FAILED]


def test_when_a_test_has_parameters_then_each_case_counts(judged):
    test = (
        "@pytest.mark.points(1)\n@pytest.mark.parametrize('n', [1, 2])\ndef test_n(submission, n):\n    assert n == 1"
    )
    task = judged(test)
    assert (task.points, [got.name for got in task.tests]) == (1, ["test_n[1]", "test_n[2]"])


@pytest.mark.parametrize("points", [1, 3])
def test_when_the_points_do_not_sum_then_the_course_is_at_fault(judged, points):
    with pytest.raises(CourseError, match=rf"test_task\.py: its tests are worth 2 points, its cell {points}"):
        judged(hidden("assert got"), points=points)


def test_when_a_test_has_no_points_then_the_course_is_at_fault(judged):
    with pytest.raises(CourseError, match="worth 0 points"):
        judged("def test_it(submission): pass")


def test_when_a_task_has_no_hidden_file_then_the_course_is_at_fault(tmp_path):
    for find in (hidden_file, lambda folder, task: judge(folder, Kernel(), {task: 1.0}, "key")):
        with pytest.raises(
            CourseError, match=r"test_score\.py: the grade cell 'score' has no hidden tests\. Write that"
        ):
            find(tmp_path, "score")


def test_when_a_message_is_long_then_it_is_cut(judged):
    assert only(judged(hidden("assert got == 2, 'x' * 10_000"))).message == "x" * MAX_MESSAGE


def test_when_an_assertion_has_no_message_then_none_of_our_values_is_shown(judged):
    got = only(judged(hidden(f"due = [12345, '{SECRET}']\nassert got == due")))
    assert (got.outcome, got.message) == (Outcome.FAILED, "")


def test_when_two_folders_have_files_of_one_name_then_each_judges_its_own(tmp_path):
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "reference.py").write_text(f"VALUE = {number}")
        body = "@pytest.mark.points(1)\ndef test_it(submission, reference):\n    assert reference.VALUE == {}\n"
        (folder / "test_task.py").write_text(f"import pytest\n{body.format(number)}")
        (task,) = judge(folder, Kernel(), {"task": 1.0}, "key")
        assert only(task).outcome == Outcome.PASSED


def drawn(judged: Callable[..., TaskResult], key: str, name: str = "test_it") -> tuple[object, int]:
    kernel = Kernel()
    judged(hidden("assert got == 1", name=name), kernel, key=key)
    return kernel.inputs[0], kernel.seeds[0]


def test_when_the_key_is_the_same_then_inputs_and_seeds_are_too(judged):
    assert drawn(judged, "one") == drawn(judged, "one")


def test_when_key_or_test_differ_then_inputs_and_seeds_do_too(judged):
    draws = [drawn(judged, "one"), drawn(judged, "two"), drawn(judged, "one", "test_other")]
    for values in zip(*draws, strict=True):
        assert len({str(value) for value in values}) == 3
    assert all(0 <= seed < 2**63 for _, seed in draws)


def test_a_python_without_assert_statements_judges_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_task.py").write_text(f"import pytest\n\n{hidden('assert got == 2')}")
    asks = f"""
from pathlib import Path
from grader.judging.hidden_tests import judge
from tests.support.hidden_files import Kernel
(task,) = judge(Path({str(tmp_path)!r}), Kernel(), {{"task": 2.0}}, "key")
print(task.points)
"""
    root = Path(__file__).parents[3]
    for options, said in ((), "0.0"), (("-O",), "PYTHONOPTIMIZE"):
        done = subprocess.run([sys.executable, *options, "-c", asks], cwd=root, capture_output=True, text=True)
        assert said in done.stdout + done.stderr
        assert done.stdout == ("" if options else "0.0\n")
