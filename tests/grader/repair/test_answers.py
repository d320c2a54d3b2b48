"""Answers that have lost their mark are found, and of several the last complete one counts."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.repair.answers import LEFT, MAX_LINES, MAX_PIECES, split_merged
from tests.support.repaired import ANSWER, cell, mend, picture


def test_when_an_answer_has_lost_its_mark_and_its_id_then_it_is_found_by_what_it_defines(notebook, released):
    lost = cell(notebook, "double-answer")
    del lost.metadata["nbgrader"]
    lost.id = "new"
    told = ["Found the answer to 'double-answer' by what it defines; its nbgrader metadata was missing."]
    assert mend(notebook, released) == told
    assert cell(notebook, "double-answer").source == ANSWER


def test_when_several_unmarked_cells_define_the_answer_then_the_last_one_counts(notebook, released):
    notebook.cells.remove(cell(notebook, "double-answer"))
    drafts = [f"def double(number):\n    return {draft}" for draft in (1, 2)]
    notebook.cells += [new_code_cell(source, id=f"draft-{n}") for n, source in enumerate(drafts)]
    mend(notebook, released)
    assert cell(notebook, "double-answer").source == drafts[1]


@pytest.mark.parametrize(
    ("source", "how"), [("def double(number:\n    return", "what it defines"), ("= = lambda", "its cell id")]
)
def test_when_an_answer_that_cannot_be_read_has_lost_its_mark_then_it_is_found(notebook, released, source, how):
    lost = cell(notebook, "double-answer")
    lost.source = source
    del lost.metadata["nbgrader"]
    [note] = mend(notebook, released)
    assert note.endswith(f"by {how}; its nbgrader metadata was missing.")


TWICE = "The answer 'double-answer' was there 2 times; the last complete one counts."
STUB = 'def double(number):\n    raise NotImplementedError("Task 1: double")'


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        (f"{ANSWER}  # a draft", ANSWER, 1),
        (ANSWER, STUB, 0),
        (ANSWER, "def double(number:\n    return", 0),
        (ANSWER, "print(double(2))", 0),
        (STUB, ANSWER, 1),
    ],
)
def test_when_a_cell_stands_there_twice_then_the_last_complete_one_counts(notebook, released, first, second, chosen):
    twin, other = copy.deepcopy(cell(notebook, "double-answer")), cell(notebook, "double-answer")
    twin.update(id="twin", source=first)
    other.source = second
    notebook.cells.insert(0, twin)
    assert mend(notebook, released) == [TWICE]
    assert cell(notebook, "double-answer").source == (first, second)[chosen]
    running = [c for c in notebook.cells if c.cell_type == "code" and c.source.startswith("def double")]
    assert running == [cell(notebook, "double-answer")], "another definition would be the one that is judged"


def test_when_a_twin_is_of_another_kind_then_the_right_kind_counts(notebook, released):
    twin = new_markdown_cell("long notes " * 50, id="twin", metadata=cell(notebook, "double-answer").metadata.copy())
    notebook.cells.append(twin)
    mend(notebook, released)
    assert cell(notebook, "double-answer").source == ANSWER


def test_when_a_written_answer_has_twins_then_all_their_pictures_are_kept(notebook, released):
    twins = [picture("One.", "AAAA", id="one"), picture("Two.", "BBBB", id="two")]
    for twin in twins:
        twin.metadata = copy.deepcopy(cell(notebook, "why").metadata)
    notebook.cells[-1:] = twins
    mend(notebook, released)
    assert len(cell(notebook, "why").attachments) == 2


def halving(released: nbformat.NotebookNode) -> None:
    """Another task in the handout."""
    for original, name in ((cell(released, "double-answer"), "halve-answer"), (cell(released, "double"), "halve")):
        other = copy.deepcopy(original)
        other.id, other.source = f"{original.id}-of-halve", original.source.replace("double", "halve")
        other.metadata.nbgrader["grade_id"] = name
        released.cells.append(other)


def test_when_one_cell_answers_two_tasks_then_each_gets_its_own(released):
    halving(released)
    notebook = copy.deepcopy(released)
    half = "def halve(number):\n    return number / 2"
    cell(notebook, "double-answer").source = f"{ANSWER}\n\n\n{half}"
    notebook.cells.remove(cell(notebook, "halve-answer"))
    assert mend(notebook, released)[0] == (
        "One cell contained the answers 'double-answer', 'halve-answer'; it was split into separate cells."
    )
    assert [cell(notebook, name).source for name in ("double-answer", "halve-answer")] == [ANSWER, half]


def test_when_an_answer_stands_in_its_check_then_both_stand_alone(notebook, released):
    check = cell(notebook, "double")
    check.source = f"{ANSWER}\n\n{check.source}"
    notebook.cells.remove(cell(notebook, "double-answer"))
    assert "One cell contained the answer 'double-answer' and a check; it was split into separate cells." in mend(
        notebook, released
    )
    assert cell(notebook, "double-answer").source.strip() == ANSWER


def test_when_a_cell_has_too_many_pieces_then_it_is_left_and_told(released):
    halving(released)
    notebook, notes = copy.deepcopy(released), []
    long = "\n".join(f"def {name}(number): return {place}" for place in range(30) for name in ("double", "halve"))
    cell(notebook, "double-answer").source = long
    split_merged(notebook, released, notes)
    assert notes == [LEFT.format(pieces=MAX_PIECES, lines=MAX_LINES)]
    assert cell(notebook, "double-answer").source == long
