"""From master to release: facts filled in, solutions taken out, each task with its own stub."""

import copy

import nbformat
import pytest
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.errors import CourseError
from grader.pipeline.release_steps import ClearTaskSolutions, FillFacts, GoOnAfterErrors, PlainMetadata, StripMarks

HERE = ResourcesDict(nbgrader={"notebook": "hw3"})
SOLUTION = {"nbgrader": {"grade_id": "a", "solution": True, "grade": False, "locked": False, "schema_version": 3}}


def fill(source: str, kind=new_markdown_cell, **facts: object) -> str:
    notebook = new_notebook(cells=[kind(source, id="title")])
    FillFacts(facts=facts).preprocess(notebook, HERE)
    return notebook.cells[0].source


def clear(source: str, kind=new_code_cell) -> str:
    notebook = new_notebook(cells=[kind(source, id="answer", metadata=copy.deepcopy(SOLUTION))])
    ClearTaskSolutions().preprocess(notebook, copy.deepcopy(HERE))
    return notebook.cells[0].source


def strip(source: str) -> str:
    notebook = new_notebook(cells=[new_code_cell(source)])
    StripMarks().preprocess(notebook, copy.deepcopy(HERE))
    return notebook.cells[0].source


def test_when_a_text_quotes_facts_then_they_are_filled_in():
    text = fill("# << course >>\n\nDue: <<deadline>>\n", course="A & B <b>", deadline="April 17")
    assert text == "# A & B <b>\n\nDue: April 17\n"


@pytest.mark.parametrize(
    "text", ["{{ course }} {% if %} {# no comment #}", "$a < b$ and $b > a$, < your name >", "$\\ll$ 1 >> 0"]
)
def test_when_a_text_quotes_no_fact_then_it_stays_as_it_is(text):
    assert fill(text, course="x") == text


def test_when_code_shifts_bits_then_it_stays_as_it_is():
    assert fill("1 << course >> 2", kind=new_code_cell) == "1 << course >> 2"


@pytest.mark.parametrize("text", ["Due: << deadline >>", "so $a << b$", "<< >>"], ids=["not stated", "open", "empty"])
def test_when_a_fact_is_missing_then_the_error_names_cell_and_remedy(text):
    with pytest.raises(CourseError) as caught:
        fill(text, course="x")
    assert str(caught.value).startswith("hw3.ipynb, cell title: ")
    assert caught.value.remedy == "State it in c.FillFacts.facts."


@pytest.mark.parametrize("indent", ["", "    ", "        ", "\t"], ids=repr)
def test_when_code_has_a_region_then_its_stub_stands_there_with_its_indentation(indent):
    lines = [
        "first = 1",
        f"{indent}### BEGIN SOLUTION Task 2: langevin_sampler",
        f"{indent}secret = 2",
        f"{indent}    x",
    ]
    source = "\n".join([*lines, f"{indent}### END SOLUTION", "last = 3"])
    assert clear(source) == f'first = 1\n{indent}raise NotImplementedError("Task 2: langevin_sampler")\nlast = 3'


def test_when_code_has_two_regions_with_one_stub_then_both_are_replaced():
    region = "### BEGIN SOLUTION Task 1: a\nsecret\n### END SOLUTION"
    assert clear(f"{region}\nbetween = 1\n{region}").count('raise NotImplementedError("Task 1: a")') == 2
    assert "secret" not in clear(f"{region}\nbetween = 1\n{region}")


def test_when_regions_of_a_cell_have_different_stubs_then_the_error_names_the_cell():
    region = "### BEGIN SOLUTION Task {}: a\nsecret\n### END SOLUTION"
    with pytest.raises(CourseError, match=r"cell answer: regions with different stubs\. Split the cell\."):
        clear(f"{region.format(1)}\n{region.format(2)}")


def test_when_a_text_has_a_region_then_the_words_behind_its_mark_stand_there():
    text = "## Task 5\n### BEGIN SOLUTION *Write your answer here.*\n**Rubric** 3 points\n### END SOLUTION\nThanks."
    assert clear(text, new_markdown_cell) == "## Task 5\n*Write your answer here.*\nThanks."


def test_when_a_region_has_no_stub_then_nbgraders_own_stands_there():
    region = "### BEGIN SOLUTION\nsecret\n### END SOLUTION"
    assert clear(region) == "# YOUR CODE HERE\nraise NotImplementedError()"
    assert clear(region, new_markdown_cell) == "YOUR ANSWER HERE"


def test_when_one_cell_had_a_stub_then_the_next_one_does_not_inherit_it():
    cells = [
        new_code_cell(f"### BEGIN SOLUTION{stub}\nsecret\n### END SOLUTION", metadata=copy.deepcopy(SOLUTION))
        for stub in (" Task 1: a", "")
    ]
    notebook = new_notebook(cells=cells)
    ClearTaskSolutions().preprocess(notebook, copy.deepcopy(HERE))
    assert [cell.source for cell in notebook.cells] == [
        'raise NotImplementedError("Task 1: a")',
        "# YOUR CODE HERE\nraise NotImplementedError()",
    ]


@pytest.mark.parametrize("source", ["### BEGIN SOLUTION Task 1: a\nsecret", "### BEGIN SOLUTION\nsecret"])
def test_when_a_region_does_not_end_then_the_release_is_refused(source):
    with pytest.raises(RuntimeError, match="no end solution"):
        clear(source)


def test_when_the_solution_is_made_then_only_the_marks_go():
    source = "a = 1\n    ### BEGIN SOLUTION Task 1: a\n    b = 2\n    ### END SOLUTION\n# END of it"
    assert strip(source) == "a = 1\n    b = 2\n# END of it"


def test_when_the_stub_of_a_release_runs_then_it_raises_the_tasks_own_error():
    source = "def f():\n    ### BEGIN SOLUTION Task 1: a\n    return 1\n    ### END SOLUTION"
    scope: dict = {}
    exec(clear(source), scope)
    with pytest.raises(NotImplementedError, match=r"^Task 1: a$"):
        scope["f"]()
    assert nbformat.validate(new_notebook(cells=[new_code_cell(clear(source))])) is None


def plain(**metadata: object) -> nbformat.NotebookNode:
    notebook = new_notebook(metadata=metadata)
    PlainMetadata().preprocess(notebook, HERE)
    return notebook.metadata


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"display_name": "Python [conda env:adl]", "language": "python", "name": "conda-env-adl-py"}},
        {"language_info": {"name": "python", "version": "2.7.1", "file": "/home/ada/solved.py"}},
        {"widgets": {"state": "summands = 2"}, "celltoolbar": "Create Assignment", "authors": [{"name": "Ada"}]},
    ],
    ids=["none", "conda", "language", "others"],
)
def test_whatever_the_master_says_of_its_kernel_the_release_names_an_ordinary_one(metadata):
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert plain(**metadata) == {"kernelspec": kernel, "language_info": {"name": "python"}}


@pytest.mark.parametrize(
    "metadata",
    [{"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}, {"language_info": {"name": "R"}}],
    ids=str,
)
def test_when_the_master_is_not_in_python_then_the_release_is_refused(metadata):
    with pytest.raises(CourseError, match=r"hw3\.ipynb: its kernel is for R\. Choose a Python kernel"):
        plain(**metadata)


def test_release_and_solution_both_get_plain_metadata_before_anything_reads_them(course):
    for made in (course.config.GenerateAssignment, course.config.GenerateSolution):
        assert made.preprocessors[1] == "grader.pipeline.release_steps.PlainMetadata"


def badge(repository: str) -> str:
    notebook = new_notebook(cells=[new_markdown_cell("<< open_in_colab >>", id="title")])
    place = ResourcesDict(nbgrader={"notebook": "home work", "assignment": "hw3"})
    FillFacts(repository=repository).preprocess(notebook, place)
    return str(notebook.cells[0].source)


def test_when_a_public_copy_is_named_then_a_badge_opens_it_in_colab():
    assert "](https://colab.research.google.com/github/me/course/blob/main/release/hw3/home%20work.ipynb)" in badge(
        "me/course/blob/main/release"
    )
    assert badge("") == ""


@pytest.mark.parametrize("repository", ["https://github.com/me/course", "me/course", "me/course/blob/m)ain", "me"])
def test_when_that_is_no_folder_on_github_then_it_says_what_to_write(repository):
    with pytest.raises(CourseError, match="owner/name/blob/branch"):
        badge(repository)


def test_when_a_task_fails_then_the_cells_behind_it_run_in_the_release():
    cells = [new_code_cell("import os"), new_code_cell("1", metadata=copy.deepcopy(SOLUTION)), new_code_cell("2")]
    notebook = new_notebook(cells=[*cells, new_markdown_cell("text")])
    GoOnAfterErrors().preprocess(notebook, HERE)
    tags = [cell.metadata.get("tags") for cell in notebook.cells]
    assert tags == [None, ["raises-exception"], ["raises-exception"], None]
