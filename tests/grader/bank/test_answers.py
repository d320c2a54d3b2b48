"""Answer files, the notebooks made from them, and the made-up class."""

import copy
import json

import nbformat
import pytest

from grader.bank.answers import Member, compose, excerpt, hand_in, read_answer, read_bank, read_class
from grader.course import Course
from grader.errors import CourseError
from grader.notebooks import read_notebook

ANSWER = '# task = "double"\n# why = "Adds it to itself."\n# fails = ["test_zero"]\n\n\n{source}\n\n\n'
SOURCE = "def double(number):\n    # a comment of the student's\n    return number + number"
SUM = "right/double_sum"


@pytest.fixture
def banked(little) -> Course:
    """The little course with an answer bank and a class."""
    folder = little.root / "tests" / "answers" / "double" / "double"
    (folder / "right").mkdir(parents=True)
    (folder / f"{SUM}.py").write_text(ANSWER.format(source=SOURCE))
    return little


def test_when_an_attack_is_read_then_its_head_says_all_of_it(tmp_path):
    path = tmp_path / "planted.py"
    path.write_text(
        '# task = "double"\n# why = "Reads."\n# family = "planting"\n# then = "Nothing."\n'
        '# proof = true\n# slow = true\n# times = 2\n# student = "a%0ab"\n# plant = [\n'
        '#     { kind = "pipe", name = "x" },\n# ]\n'
        '# cells = [{ cell_type = "raw", source = "<b>" }]\n\nx = 1\n'
    )
    attack = read_answer(path)
    assert (attack.family, attack.then, attack.proof, attack.slow, attack.times) == (
        "planting",
        "Nothing.",
        True,
        True,
        2,
    )
    assert (attack.student, attack.source) == ("a%0ab", "x = 1")
    assert attack.plant == ({"kind": "pipe", "name": "x"},)
    assert attack.cells == ({"cell_type": "raw", "source": "<b>"},)


@pytest.mark.parametrize(
    "more", ["", '# student = "a"', '# plant = [{ kind = "pipe" }]', '# cells = [{ source = "" }]']
)
def test_when_there_is_more_than_an_answer_cell_then_an_answer_says_so(tmp_path, more):
    path = tmp_path / "answer.py"
    path.write_text(f'# task = "double"\n# why = "Adds."\n{more}\n\nx = 1\n')
    assert read_answer(path).code_alone is (not more)


def test_when_one_task_is_taken_out_of_a_notebook_then_its_cells_stand_alone(banked):
    base = read_notebook(banked.notebook("double", "release"))
    made = excerpt(base, "double")
    assert [cell.source for cell in made.cells[1:]] == [cell.source for cell in base.cells[1:3]]
    assert made.cells[0].source == "import numpy as np"
    assert len(base.cells) == 4


def write_class(course: Course, text: str) -> None:
    (course.root / "tests" / "answers" / "double" / "class.toml").write_text(text)


def sources(notebook: nbformat.NotebookNode) -> dict[str, str]:
    return {cell.id: cell.source for cell in notebook.cells}


def test_when_an_answer_is_read_then_its_head_and_its_code_are_apart(banked):
    (answer,) = read_bank(banked, "double", "right")
    assert (answer.task, answer.why, answer.fails) == ("double", "Adds it to itself.", ("test_zero",))
    assert answer.source == SOURCE
    assert answer.name == SUM


def test_when_there_are_no_answers_of_a_kind_then_the_bank_is_empty(banked):
    assert read_bank(banked, "double", "wrong") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        SOURCE,
        '# task = "double"\n',
        '# why = "No task."\n',
        "# no TOML\nx = 1\n",
        '# task = "double\n# why = ""\n',
        f"{ANSWER}# x = 1\n".replace("# fails", "# fials"),
    ],
)
def test_when_an_answer_has_no_proper_head_then_the_error_names_file_and_remedy(tmp_path, text):
    path = tmp_path / "answer.py"
    path.write_text(text)
    with pytest.raises(CourseError) as caught:
        read_answer(path)
    assert str(caught.value).startswith(f"{path}: not an answer file (")
    assert str(caught.value).endswith('Start it with `# task = "..."` and `# why = "..."`.')


def test_when_answers_are_put_into_a_notebook_then_only_their_cells_change(banked):
    base = read_notebook(banked.notebook("double", "release"))
    before = copy.deepcopy(base)
    made = compose(base, {"double": SOURCE, "why": "It is linear."})
    assert sources(made) == {**sources(base), "task-1-answer": SOURCE, "task-2": "It is linear."}
    assert base == before


def test_when_a_notebook_has_no_such_task_then_the_error_names_it(banked):
    with pytest.raises(CourseError, match="halve: the notebook has no answer cell"):
        compose(read_notebook(banked.notebook("double")), {"halve": ""})


def test_when_a_class_is_read_then_each_table_is_a_member(banked):
    write_class(
        banked, '[ada]\nwhy = "Right."\nexpected = { double = 4 }\n[ada.answers]\ndouble = "right/double_sum"\n'
    )
    assert read_class(banked, "double") == [Member("ada", "Right.", {"double": 4}, answers={"double": SUM})]


@pytest.mark.parametrize("text", [None, "[ada", '[ada]\nwhy = "No points."', "[ada]\nsurprise = 1", "ada = 1"])
def test_when_a_class_cannot_be_read_then_the_error_names_its_file(banked, text):
    if text is not None:
        write_class(banked, text)
    with pytest.raises(CourseError, match=r"class\.toml: no class list"):
        read_class(banked, "double")


@pytest.mark.parametrize("base", ["release", "solution"])
def test_when_a_member_hands_in_then_the_answers_stand_in_the_base(banked, base):
    path = hand_in(banked, "double", Member("ada", "", {}, base=base, answers={"double": SUM}))
    assert path == banked.root / "submitted" / "ada" / "double" / "double.ipynb"
    got = sources(nbformat.read(path, as_version=4))
    assert got["task-1-answer"] == SOURCE
    assert ("linear" in got["task-2"]) == (base == "solution")
    assert [file.name for file in path.parent.iterdir()] == ["double.ipynb"]


def test_when_a_solution_with_figures_is_the_base_then_they_are_not_handed_in(banked):
    path = banked.notebook("double", "solutions")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].update(execution_count=1, outputs=[nbformat.v4.new_output("stream", text="2")])
    nbformat.write(notebook, path)
    got = nbformat.read(hand_in(banked, "double", Member("ada", "", {}, base="solution")), as_version=4)
    assert got.cells[1].outputs == []
    assert got.cells[1].execution_count is None


def test_when_a_member_is_late_then_the_time_is_handed_in_too(banked):
    path = hand_in(banked, "double", Member("lena", "", {}, handed_in="2024-04-20 21:55:00 UTC"))
    assert path.with_name("timestamp.txt").read_text() == "2024-04-20 21:55:00 UTC"


def test_when_colab_saved_it_then_no_kernel_is_named(banked):
    got = nbformat.read(hand_in(banked, "double", Member("dora", "", {}, saved_by="colab")), as_version=4)
    assert "kernelspec" not in got.metadata


def test_when_the_upload_broke_off_then_the_file_is_no_notebook(banked):
    path = hand_in(banked, "double", Member("milo", "", {}, base="truncated"))
    with pytest.raises(json.JSONDecodeError):
        json.loads(path.read_text())


def test_when_an_answer_has_a_prelude_then_its_code_begins_with_that(tmp_path):
    path = tmp_path / "attack.py"
    path.write_text('# task = "score"\n# why = "Why."\n# prelude = "tools"\n\n\nresult = tool()\n')
    with pytest.raises(CourseError, match=r"tools\.prelude"):
        read_answer(path)
    (tmp_path / "tools.prelude").write_text("def tool():\n    return 5\n")
    space = {}
    exec(read_answer(path).source, space)
    assert space["result"] == 5
