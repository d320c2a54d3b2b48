"""The kernels that judge the answers of the bank give them the course's own limits."""

from collections import Counter
from contextlib import AbstractContextManager, nullcontext

import pytest

from grader.bank.answers import read_answer
from grader.bank.harness import Harness, function_names
from grader.course import CONFIG
from grader.errors import CourseError

SOURCE = "def double(number):\n    # a comment of the student's\n    return number + number"


class Clock:
    """A kernel that runs nothing, and keeps the time limit of each piece of code and of questions; its own fork too."""

    spent, alive, starts = False, True, 0

    def __init__(self) -> None:
        self.given: dict[str, float] = {}
        self.seen: Counter[str] = Counter()

    def start(self) -> None:
        self.starts += 1

    def transfer_files(self) -> None: ...

    def reduce_limits(self) -> None: ...

    def scaled(self, seconds: float) -> float:
        return seconds

    def branch(self) -> AbstractContextManager[None]:
        return nullcontext()

    def fork(self, name: str = "") -> "Clock":
        return self

    def order_fork(self) -> None: ...

    def close(self) -> None: ...

    def execute(self, code: str, seconds: float) -> dict[str, str]:
        self.given[code] = seconds
        return {"status": "ok"}

    def run(self, cell: str, seconds: float, **how: bool) -> dict[str, str]:
        return self.execute(cell, seconds)

    def request(self, kind: str, content: object, seconds: float) -> dict[str, object]:
        self.given[kind] = seconds
        return {"error": {"type": "ValueError", "text": "", "line": ""}}


def test_when_the_course_sets_a_time_limit_then_cells_and_questions_in_the_bank_have_it_too(little, tmp_path):
    with (little.root / CONFIG).open("a") as config:
        config.write("c.ExecuteAndJudge.timeout = 7\n")
    (tmp_path / "sum.py").write_text(f'# task = "double"\n# why = "Adds it to itself."\n\n\n{SOURCE}\n')
    answer, kernel = read_answer(tmp_path / "sum.py"), Clock()
    Harness(little, "double", "double", kernel).judge(answer)
    assert "ask" in kernel.given  # the question of a hidden test
    assert answer.source in kernel.given
    assert set(kernel.given.values()) == {7}


@pytest.mark.parametrize("task", ["halve", "why", "double-answer"])
def test_when_there_is_no_such_automatic_task_then_the_error_names_it(little, task):
    with pytest.raises(CourseError, match=f"{task}: no automatic task of double"):
        Harness(little, "double", task, Clock())


def test_when_an_answer_was_judged_then_its_verdict_has_each_hidden_test_by_its_function(little, tmp_path):
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "sum.py").write_text(f'# task = "double"\n# why = "Adds."\n\n\n{SOURCE}\n')
    verdict = Harness(little, "double", "double", Clock()).judge(read_answer(tmp_path / "wrong" / "sum.py"))
    assert set(verdict.tests) == set(verdict.caught) == {"test_any_number", "test_zero"}  # nothing answers here
    assert (verdict.right, verdict.points, verdict.max) == (False, 0, 4)


def test_a_function_without_a_docstring_goes_by_its_own_name(tmp_path):
    path = tmp_path / "test_task.py"
    path.write_text(
        'def test_one():\n    """It is one.\n\n    More."""\n\n\ndef test_two(): ...\n\n\ndef helper(): ...\n'
    )
    assert function_names(path) == {"It is one": "test_one", "test_two": "test_two"}
