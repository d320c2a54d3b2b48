"""What a question's source becomes before it is sent, and whose fault it is where it becomes nothing."""

import json
from pathlib import Path
from typing import cast

import pytest

from grader.kernel.question import compiled
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.results import Outcome
from tests.support.hidden_files import judge_file, only
from tests.support.question import ask


class Unasked(Submission):
    """A submission whose kernel is not asked."""

    def __init__(self) -> None:
        super().__init__(cast(StudentKernel, None), [])

    def _ask(self, request: dict[str, object]) -> None: ...


def test_a_request_is_plain_text_and_mentions_names_once() -> None:
    request = compiled("y = two + two\nlen(__builtins__) + y")
    assert json.loads(json.dumps(request)) == request
    assert request["names"] == ["len", "two", "y"]
    assert "two + two" not in json.dumps(request)


def test_what_a_question_defines_is_seen_by_all_that_it_defines() -> None:
    source = "def even(n): return n == 0 or odd(n - 1)\ndef odd(n): return n != 0 and even(n - 1)\neven(10)"
    assert ask(source) is True


def test_a_question_of_names_and_inputs_sees_the_students_names_and_its_inputs() -> None:
    assert ask("[f(x) for x in given]", {"f": lambda x: x + 1, "given": None}, given=[1, 2]) == [2, 3]


def test_a_question_is_compiled_once() -> None:
    assert compiled("1 + 1") is compiled("1 + 1")


@pytest.mark.parametrize("source", ["def f(:", "x = 1", "", "import math"])
def test_a_question_that_is_none_is_the_hidden_tests_fault(source: str, tmp_path: Path, no_pytest_around: None) -> None:
    with pytest.raises(SyntaxError):
        compiled(source)
    body = f"@pytest.mark.points(2)\ndef test_it(submission):\n    submission.eval({source!r})"
    test = only(judge_file(tmp_path, body, Unasked()))  # type: ignore[arg-type]
    assert (test.outcome, test.points) == (Outcome.INTERNAL, 0)
    assert "SyntaxError" in test.detail
