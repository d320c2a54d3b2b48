"""Attacks that tell of the questions by whatever a page shows of them: on real pages nothing of a question stands."""

import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from grader.bank.answers import compose, read_answer
from grader.course import Course
from grader.judging.check import check
from grader.notebooks import read_notebook
from grader.pages.feedback import submission_html, task_html
from grader.pages.feedback_page import Sources, page_html
from grader.result_text import lines
from tests.support.surroundings import small_course
from tests.support.told import Questions

HOSTILE = Path(__file__).parents[1] / "answers" / "hw3" / "hostile"
ATTACKS = sorted(path.stem for path in HOSTILE.glob("tells_by_*.py"))


@pytest.fixture(scope="module")
def task_1(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return small_course(course, tmp_path_factory.mktemp("course"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_page_shows_anything_of_a_question(attack: str, task_1: Course, tmp_path: Path) -> None:
    released, questions = read_notebook(task_1.notebook("hw3", "release")), Questions()
    answer = read_answer(HOSTILE / f"{attack}.py")
    handed_in = tmp_path / "hw3.ipynb"
    nbformat.write(compose(released, {"score": answer.source}), handed_in)
    with questions.recorded():
        result, notebook = check(task_1, "hw3", handed_in)
    assert questions.sources
    assert result.score == 0
    page = BeautifulSoup(page_html(notebook, Sources("hw3", released, result)), "html.parser").text
    shown = [page, submission_html(result), *(task_html(task) for task in result.tasks), *lines(result)]
    public = [answer.source, *(cell.source for cell in released.cells), *(test.name for test in result.tasks[0].tests)]
    assert re.findall(r"\d{5}|ptrace|mount", " ".join(test.message for test in result.tasks[0].tests) + shown[1]) == []
    assert questions.shown("\n".join(shown), public, task_1.root / "tests" / "hw3") == []


def test_and_what_a_page_shows_of_a_question_would_be_found(task_1: Course) -> None:
    questions = Questions()
    questions.sources.add("steep = gradient(x)\nsteep")
    questions.numbers.update({-0.0123456789, 17.2500001})
    folder = task_1.root / "tests" / "hw3"
    hidden = (folder / "reference.py").read_text(encoding="utf-8").splitlines()[-3].strip()
    for leak in ("steep = gradient(x)", "'gradient'", "0.0123456789", "172500001", hidden):
        assert questions.shown(f"Your code raised {leak}", [], folder)
    assert questions.shown("Your code raised 12 of 25", [], folder) == []
