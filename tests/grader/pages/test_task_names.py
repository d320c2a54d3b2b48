"""What tasks are called: as the handout's headings say, else by their ids."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.course import Course
from grader.notebooks import read_notebook
from grader.pages.task_names import find_tasks
from tests.support.answered import marked, released


def names(*headings: str) -> list[str]:
    cells = []
    for number, heading in enumerate(headings):
        cells += [
            new_markdown_cell(heading),
            marked(new_code_cell(), f"t{number}-answer", solution=True),
            marked(new_code_cell(), f"t{number}", grade=True, points=1),
        ]
    return [place.name for place in find_tasks(new_notebook(cells=cells))]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("## Task 1: the score (10 points)\n\nText.", "Task 1: the score"),
        ("# Part 2\n\n### Exercise 3 [2 pts]", "Exercise 3"),
        ("## The **loss** $L$ of `net`", "The loss L of net"),
        ("## Closed ##", "Closed"),
        ("# Homework", "t0"),
        ("# " + "# " * 100_000, "t0"),
        ("```\n## Not a heading\n```", "t0"),
        ("No heading.", "t0"),
    ],
)
def test_a_task_is_called_what_the_heading_above_it_says(heading: str, name: str) -> None:
    assert names(heading) == [name]


def test_tasks_below_one_heading_are_told_apart() -> None:
    assert names("## Task 1", "More.", "## Task 2") == ["Task 1: t0", "Task 1: t1", "Task 2"]


def test_a_task_knows_the_cells_of_its_answer() -> None:
    double, why = find_tasks(released())
    assert (double.id, double.answers) == ("double", ("double-answer", "double"))
    assert (why.id, why.answers) == ("why", ("why", "why"))


def test_the_tasks_of_the_course_have_names(course: Course) -> None:
    places = find_tasks(read_notebook(course.notebook("hw3", "release")))
    assert [place.name.split(":")[0] for place in places] == [f"Task {number}" for number in range(1, 7)]
    assert places[0].name == "Task 1: the score"
