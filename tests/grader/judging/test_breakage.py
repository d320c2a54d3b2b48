"""Hidden files that break: the staff reads the error's type, text and line; the student nothing of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest

from grader.bank import kill_matrix
from grader.bank.answers import Answer
from grader.bank.harness import Verdict
from grader.judging.breakage import remedy
from grader.judging.hidden_tests import judge
from grader.judging.outcomes import GRADER_FAILED
from grader.results import CheckResult, Outcome, TaskResult

pytestmark = pytest.mark.usefixtures("no_pytest_around")
POINTS = "@pytest.mark.points(2)\n"


class Kernel:
    @contextmanager
    def asked(self, seed: int) -> Iterator[Self]:
        yield self

    def eval(self, source: str, **inputs: object) -> int:
        return 1


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., TaskResult]:
    """Judges one hidden file of the given text; pytest is imported in its first line."""

    def run(body: str, points: float = 2, **files: str) -> TaskResult:
        for name, text in {"test_task": f"import pytest\n{body}\n", **files}.items():
            (tmp_path / f"{name}.py").write_text(text)
        (task,) = judge(tmp_path, Kernel(), {"task": points}, "key")
        return task

    return run


def broken(task: TaskResult) -> str:
    """What the staff reads of a file's one test that broke; it earns nothing and tells the student nothing."""
    (test,) = task.tests
    assert (test.outcome, test.points, test.message) == (Outcome.INTERNAL, 0, GRADER_FAILED)
    return test.detail


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("def broken(:", "SyntaxError: invalid syntax (test_task.py:2)"),
        ("\n1 / 0", "ZeroDivisionError: division by zero (test_task.py:3)"),
        ("import helpers", "ModuleNotFoundError: No module named 'helpers' (test_task.py:2)"),
        ("from grader import nothing", "ImportError: cannot import name 'nothing' from 'grader'"),
        ("pytest.skip('later')", "Skipped: later (test_task.py:2)"),
        ("pytest.skip('later', allow_module_level=True)", "Skipped: later (test_task.py:2)"),
        ("np = pytest.importorskip('nothing')", "Skipped: could not import 'nothing'"),
        ("raise SystemExit(3)", "SystemExit: 3 (test_task.py:2)"),
        ("pytest.exit('enough')", "Exit: enough (test_task.py:2)"),
        ("@pytest.mark.weekly\ndef test_it(): pass", "Failed: 'weekly' not found in `markers`"),
        ("", "no test was found in it (test_task.py)"),
        ("def check(): pass", "no test was found in it (test_task.py)"),
        ("@pytest.mark.points('two')\ndef test_it(): pass", "ValueError: could not convert string to float: 'two'"),
        (f"{POINTS}def test_it(twice): pass", "FixtureLookupError: fixture 'twice' not found (test_task.py:2)"),
        (f"{POINTS}def test_it(reference): pass", "FileNotFoundError: [Errno 2] No such file or directory"),
        (f"{POINTS}def test_it():\n    x = 1\n    {{}}['key']", "KeyError: 'key' (test_task.py:5)"),
        (f"{POINTS}def test_it():\n    pytest.skip('later')", "Skipped: later (test_task.py:4)"),
        (f"{POINTS}@pytest.mark.skip(reason='later')\ndef test_it(): pass", "Skipped: later (test_task.py:2)"),
        (f"{POINTS}@pytest.mark.skipif(True, reason='now')\ndef test_it(): pass", "Skipped: now (test_task.py:2)"),
        (f"{POINTS}def test_it():\n    pytest.xfail('later')", "XFailed: later (test_task.py:4)"),
        (f"{POINTS}@pytest.mark.xfail(run=False)\ndef test_it(): pass", "XFailed"),
        (f"{POINTS}def test_it():\n    pytest.exit('enough')", "Exit: enough (test_task.py:4)"),
        (f"{POINTS}def test_it():\n    raise SystemExit(3)", "SystemExit: 3 (test_task.py:4)"),
        (f"class TestIt:\n    {POINTS}    def test_it(self, twice): pass", "FixtureLookupError: fixture 'twice' not"),
        (f"{POINTS}@pytest.mark.parametrize('n', 3)\ndef test_it(n): pass", "TypeError"),
        (f"{POINTS}def test_it():\n    raise type('Odd', (Exception,), {{'__str__': None}})", "Odd (test_task.py:4)"),
    ],
)
def test_the_staff_reads_type_text_and_line(judged, body, told):
    assert broken(judged(body)).startswith(told)


def test_a_conftest_is_not_read_and_the_remedy_says_so(judged):
    fixture = "import pytest\n@pytest.fixture\ndef twice():\n    return 2\n"
    detail = broken(judged(f"{POINTS}def test_it(twice): pass", conftest=fixture))
    assert detail.startswith("FixtureLookupError")
    assert "conftest.py is not read" in remedy(detail)


def test_a_helper_module_beside_it_is_not_found_and_the_remedy_names_the_oracle(judged):
    detail = broken(judged("import helper", helper="VALUE = 1"))
    assert "reference.py" in remedy(detail)


def test_an_error_in_the_oracle_is_told_with_the_oracles_line(judged):
    body = f"{POINTS}def test_it(reference): pass"
    assert broken(judged(body, reference="\n\nimport nothing_such")).endswith("'nothing_such' (reference.py:3)")
    body = f"{POINTS}def test_it(reference):\n    reference.twice(None)"
    told = broken(judged(body, reference="def twice(x):\n    return x + x"))
    assert told.startswith("TypeError: unsupported operand")
    assert told.endswith("(reference.py:2)")


def test_what_a_person_stops_stays_stopped(judged):
    with pytest.raises(KeyboardInterrupt):
        judged(f"{POINTS}def test_it():\n    raise KeyboardInterrupt")


def test_an_expected_failure_is_a_wrong_value_as_any_other(judged):
    (test,) = judged(f"{POINTS}@pytest.mark.xfail\ndef test_it():\n    assert False, 'Is it two?'").tests
    assert (test.outcome, test.message, test.points) == (Outcome.FAILED, "Is it two?", 0)


def test_what_cannot_be_collected_of_a_file_is_told_though_the_rest_is(judged):
    more = "    @pytest.mark.parametrize('n', 3)\n    def test_more(self, n): pass"
    body = f"{POINTS}def test_it(): pass\n\nclass TestMore:\n{more}"
    task = judged(body, points=4)
    judged_one, rest = task.tests
    assert (judged_one.outcome, judged_one.points) == (Outcome.PASSED, 2)
    assert (rest.name, rest.outcome, rest.points, rest.max) == ("Other hidden tests of task", Outcome.INTERNAL, 0, 2)
    assert rest.detail.startswith("TypeError")
    assert (task.points, task.unjudged) == (2, 2)


def test_two_classes_with_a_test_of_one_name_both_count(judged):
    method = "    @pytest.mark.points(1)\n    def test_it(self):\n        assert {}, 'no'\n"
    task = judged(f"class TestOne:\n{method.format(True)}\nclass TestTwo:\n{method.format(False)}")
    assert [test.outcome for test in task.tests] == [Outcome.PASSED, Outcome.FAILED]
    assert task.points == 1


def test_the_cases_of_one_test_are_numbered_and_tell_no_value(judged):
    body = '@pytest.mark.points(1)\n@pytest.mark.parametrize("n", [17, 23])\ndef test_it(n):\n    """It is right."""\n'
    assert judged(f"{body}    pass").tests == tuple(
        CheckResult(f"It is right (case {case})", Outcome.PASSED, 1, 1) for case in (1, 2)
    )


def test_the_bank_tells_what_broke_too(judged):
    task = judged("import helpers")
    answer = Answer(Path("right/double_twice.py"), "double", "It is right.", "")
    found = kill_matrix.findings([Verdict(answer, {test.name: test for test in task.tests})], whole=False)
    assert found[0].endswith(
        "double_twice: a hidden test failed to judge it: "
        "ModuleNotFoundError: No module named 'helpers' (test_task.py:2)."
    )
