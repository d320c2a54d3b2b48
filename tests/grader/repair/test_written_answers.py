"""A written answer that stands outside its cell is left to a person; where there is none, the 0 is right."""

import copy
import time
from collections.abc import Callable
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from grader.course import Course
from grader.notebooks import read_notebook
from grader.repair.repair import repair
from grader.repair.written_answers import elsewhere, empty, handed_in, passages

WORDS = "Doubling is linear, as two sums can be added."
CODE = "def double(number):\n    # add it to itself\n    return number + number"
AT_LENGTH = "# since twice a sum is the sum of both doubles, doubling is linear, and so are all of its multiples"


@pytest.fixture
def released(little: Course) -> NotebookNode:
    found = read_notebook(little.notebook("double", "release"))
    found.cells.insert(1, new_markdown_cell("Name: < your name >", id="name"))
    found.cells.insert(
        2, new_markdown_cell("Explain in one or two sentences why this holds for numbers.", id="question")
    )
    found.cells.insert(3, new_code_cell('# The largest number.\nprint("How large can it get?")', id="given"))
    return found


@pytest.fixture
def notebook(released: NotebookNode) -> NotebookNode:
    found = copy.deepcopy(released)
    next(cell for cell in found.cells if cell.id == "task-1-answer").source = CODE
    return found


ADDED = {
    "text": new_markdown_cell(WORDS),
    "raw": new_raw_cell(WORDS),
    "heading": new_markdown_cell("# Task 2\n\nBecause it is linear"),
    "list": new_markdown_cell("- additive\n\n- homogeneous\n\n- linear"),
    "comment": new_code_cell(f"# {WORDS}"),
    "comments": new_code_cell("# Doubling is\n#\n# linear, as\n# sums are"),
    "comment and code": new_code_cell(f"# {WORDS}\nx = 1"),
    "string": new_code_cell(f'"""{WORDS}"""'),
    "print": new_code_cell(f'print("{WORDS}")'),
    "prints": new_code_cell('print("Doubling is linear,")\n\nprint("as sums can be added")'),
    "named string": new_code_cell(f'answer = ("{WORDS[:12]}"\n          "{WORDS[12:]}")'),
    "formatted": new_code_cell(f'f"{WORDS} {{double(2)}}"'),
    "displayed": new_code_cell(f'from IPython.display import Markdown, display\ndisplay(Markdown("{WORDS}"))'),
    "in a function": new_code_cell(f'def explain():\n    return "{WORDS} That holds for all numbers alike."'),
    "no Python": new_code_cell(WORDS),
    "magic": new_code_cell(f"%%markdown\n{WORDS}"),
    "after a magic": new_code_cell(f"%matplotlib inline\n# {WORDS}"),
    "shell": new_code_cell(f'!echo "{WORDS}"'),
    "file of a magic": new_code_cell(f"%%writefile answer.txt\n{WORDS}"),
    "shell magic": new_code_cell(f'%%bash\necho "{WORDS}"'),
    "LaTeX magic": new_code_cell(f"%%latex\n{WORDS}"),
    "assigned in parts": new_code_cell(f'answer = ["{WORDS[:20]}", "{WORDS[20:]}"]'),
    "HTML comment": new_markdown_cell(f"<!-- {WORDS} -->"),
    "picture": new_markdown_cell("![](attachment:scan.png)"),
    "HTML picture": new_markdown_cell('<img src="attachment:scan.png">'),
    "no spaces": new_markdown_cell("加倍是线性的"),
    "Greek": new_markdown_cell("διπλασιασμός είναι γραμμικός"),
}


@pytest.mark.parametrize("added", ADDED.values(), ids=ADDED)
@pytest.mark.parametrize("place", [0, 4, 99])
def test_words_in_a_cell_of_their_own_are_found_wherever_it_stands(notebook, released, added, place):
    notebook.cells.insert(place, copy.deepcopy(added))
    assert [found.number for found in passages(notebook.cells, released)] == [min(place + 1, len(notebook.cells))]


@pytest.mark.parametrize(
    ("where", "new"),
    [
        ("question", "{old}\n\n{words}"),
        ("question", "{old} {words}"),
        ("question", "{words}"),
        ("name", "Name: Ada\n\nTask 2: {words}\nAll multiples are linear, too, whatever the factor."),
        ("given", "{old}\n# {words}"),
        ("task-1-answer", f"{{old}}\n{AT_LENGTH}"),
        ("task-1-answer", f"{{old}}\n    this is no Python\n{AT_LENGTH}"),
        ("task-1-answer", "{words}"),
        ("task-1-check", "{old}\n# {words}"),
    ],
)
def test_words_added_to_a_cell_that_was_given_out_are_found(notebook, released, where, new):
    cell = next(cell for cell in notebook.cells if cell.id == where)
    cell.source = new.format(old=cell.source, words=WORDS)
    (found,) = passages(notebook.cells, released)
    assert found.number == notebook.cells.index(cell) + 1
    assert found.text.strip('"').startswith(("Doubling", "Name: Ada", "since twice"))


CONTROLS: dict[str, Callable[[NotebookNode], Any]] = {
    "nothing": lambda notebook: None,
    "a name": lambda notebook: notebook.cells[1].update(source="**Name:** Ana María de la Cruz, 0123456"),
    "two names": lambda notebook: notebook.cells[1].update(source="Name: Ada Lovelace\nNumber: 12\nCharles Babbage"),
    "rewrapped": lambda notebook: notebook.cells[2].update(source=notebook.cells[2].source.replace(" ", "\n")),
    "a word changed": lambda notebook: notebook.cells[2].update(source=notebook.cells[2].source.replace("one", "1")),
    "a copy": lambda notebook: notebook.cells.append(new_markdown_cell(notebook.cells[2].source)),
    "a blank cell": lambda notebook: notebook.cells.append(new_markdown_cell("\n")),
    "a plot": lambda notebook: notebook.cells.append(
        new_code_cell('import matplotlib.pyplot as plt\n\n# draw it\nplt.plot([0, 1])\nplt.title("My double")')
    ),
    "code taken out": lambda notebook: notebook.cells.append(
        new_code_cell("# for number in range(10): print(double(number), double(number + 1))")
    ),
    "a check of one's own": lambda notebook: notebook.cells.append(
        new_code_cell('assert double(3) == 6, "three is not doubled"')
    ),
    "an installation": lambda notebook: notebook.cells.append(
        new_code_cell("!pip install numpy scipy torch matplotlib scikit-learn tqdm --quiet --upgrade")
    ),
    "a link": lambda notebook: notebook.cells.append(
        new_markdown_cell("https://example.org/some/page/with/many/words/in/its/address")
    ),
}


@pytest.mark.parametrize("change", CONTROLS.values(), ids=CONTROLS)
def test_what_is_no_answer_is_passed_over(notebook, released, change):
    change(notebook)
    assert passages(notebook.cells, released) == []


@pytest.mark.parametrize(("text", "left"), [(None, True), (" \n", True), ("idk", False)])
def test_only_a_cell_that_says_nothing_is_empty(notebook, released, text, left):
    cell = next(cell for cell in notebook.cells if cell.id == "task-2")
    cell.source = cell.source if text is None else text
    assert empty(notebook, released) == (["why"] if left else [])


def test_the_note_names_some_places(notebook, released):
    notebook.cells += [new_markdown_cell(f"{WORDS} {number}") for number in range(7)]
    ((name,), (said,)) = elsewhere(notebook.cells, notebook, released)
    assert name == "why"
    assert "in cell 8 ('Doubling is linear, as two sums can be added. 0')" in said
    assert said.endswith("and in 2 more. It will be graded manually.")


def test_words_in_a_check_are_found_though_repair_restores_it(notebook, released):
    cell = next(cell for cell in notebook.cells if cell.id == "task-1-check")
    cell.source += f"\n# {WORDS}"
    before = handed_in(notebook)
    repair(notebook, released)
    assert WORDS not in "".join(cell.source for cell in notebook.cells)
    assert f"in cell {notebook.cells.index(cell) + 1} ('{WORDS[:30]}" in elsewhere(before, notebook, released)[1][0]


def test_a_picture_that_was_only_dropped_into_the_cell_is_left_to_a_person(notebook, released):
    next(cell for cell in notebook.cells if cell.id == "task-2").attachments = {"scan.png": {"image/png": "AAAA"}}
    assert elsewhere(handed_in(notebook), notebook, released)[0] == ["why"]


@pytest.mark.parametrize("kind", ["code", "markdown"])
@pytest.mark.parametrize("part", ["![", "<img", "a", ".*", ":_ ", "a://", "# a\n", "#\n \t", "'", "(", "\\\n", "data:"])
def test_no_text_takes_long_to_read(notebook, released, kind, part):
    cell = (new_code_cell if kind == "code" else new_markdown_cell)(part * (200_000 // len(part)))
    notebook.cells += [cell, *(new_code_cell(part * (19_000 // len(part)) + str(number)) for number in range(5))]
    begun = time.process_time()
    passages(notebook.cells, released)
    assert time.process_time() - begun < 60  # work that grows with the square of the length takes an hour


def test_a_notebook_too_long_to_be_searched_is_left_to_a_person(released: NotebookNode, notebook: NotebookNode) -> None:
    before = [*handed_in(notebook), *(new_code_cell("x = 1\n" * 20_000) for _ in range(6))]
    [passage] = passages(before, released)
    assert "too long" in passage.text
