"""What must hold of homework 3's answer bank: it fits the notebook, the hidden tests and the class of the demo."""

import ast

import pytest

from grader.bank import answers
from grader.course import Course
from grader.notebooks import automatic_tasks, read_notebook

KINDS = ("right", "wrong", "broken", "hostile")


@pytest.fixture(scope="module")
def points(course: Course) -> dict[str, float]:
    """What each automatic task is worth."""
    return automatic_tasks(read_notebook(course.notebook("hw3")))


def hidden_tests(course: Course, task: str) -> set[str]:
    tree = ast.parse((course.root / "tests" / "hw3" / f"test_{task}.py").read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("kind", KINDS)
def test_when_an_answer_is_in_the_bank_then_it_fits_the_notebook_and_the_hidden_tests(course, kind):
    released = read_notebook(course.notebook("hw3", "release"))
    found = answers.read_bank(course, "hw3", kind)
    assert found
    for answer in found:
        assert answer.why.strip(), answer.name
        assert answer.source.strip(), answer.name
        assert answers.compose(released, {answer.task: answer.source}) != released, answer.name
        assert set(answer.fails) <= hidden_tests(course, answer.task), answer.name
        assert bool(answer.fails) == (kind == "wrong"), answer.name
        if kind in ("right", "wrong"):  # the others may well be no Python
            ast.parse(answer.source)


def test_when_a_task_is_automatic_then_the_bank_has_right_and_wrong_answers_to_it(course, points):
    for kind in ("right", "wrong"):
        assert {answer.task for answer in answers.read_bank(course, "hw3", kind)} == set(points)


def test_when_a_hidden_test_stands_there_then_some_wrong_answer_is_for_it(course, points):
    caught = {(answer.task, name) for answer in answers.read_bank(course, "hw3", "wrong") for name in answer.fails}
    assert {(task, name) for task in points for name in hidden_tests(course, task)} <= caught


def test_when_the_class_hands_in_then_its_answers_exist_and_its_points_are_possible(course, points):
    members = answers.read_class(course, "hw3")
    assert len(members) >= 12
    for member in members:
        for task, name in member.answers.items():
            assert answers.find_answer(course, "hw3", name).task == task
        assert all(0 <= earned <= points[task] for task, earned in member.expected.items())
        assert set(member.expected) == (set() if member.base == "truncated" else set(points))
