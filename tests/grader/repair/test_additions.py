"""Lines that were typed into a check outlive its restoration, and are neither an answer nor a check."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from grader.judging.notebook import repaired
from grader.notebooks import read_notebook
from grader.repair.additions import MOST, TITLE, additions
from grader.repair.source import LONGEST
from tests.support.repaired import ANSWER, cell, marks, mend

CHECK = """# Two and a half checks.
found = double(2)
assert found == 4, "Twice?"
print("Task 1 looks right.")"""
KEPT = "Restored the check cell 'double', which was edited; lines that had been added to it have a cell of their own."
PLAIN = "Restored the check cell 'double', which was edited."


def added(edited: str, original: str = CHECK) -> tuple[str, str] | None:
    """What is kept of an edited check, above and below it."""
    kept = additions("double", edited, original, frozenset({"double"}))
    return (kept.above, kept.below) if kept else None


@pytest.mark.parametrize(
    ("edited", "kept"),
    [
        (f"import math\n{CHECK}", ("import math", "")),
        (f"{CHECK}\nimport math", ("import math", "")),
        (f"import math; x = 1\n{CHECK}", ("import math; x = 1", "")),
        (
            f"# a helper\ndef twice(x):\n    return 2 * x\n\n\n{CHECK}",
            ("# a helper\ndef twice(x):\n    return 2 * x", ""),
        ),
        (f"!pip install einops\n%matplotlib inline\n{CHECK}", ("!pip install einops\n%matplotlib inline", "")),
        (CHECK.replace("assert", "print(found)\nassert"), ("", "print(found)")),
        (f"{CHECK}\nmore = found + 1\nx = 3\nmost = more + x", ("x = 3", "more = found + 1\nmost = more + x")),
        (f"from __future__ import annotations\n{CHECK}", ("from __future__ import annotations", "")),
        (CHECK.replace("assert", "import math\n    assert"), None),
        (f"import math\nif True\n{CHECK}", ("import math", "")),
        ("import math", ("import math", "")),
        (CHECK.replace("found", "mine", 1), ("# Two and a half checks.\nmine = double(2)", "")),
        (f"x = 1\nx += 1\nx += 1\n{CHECK}", ("x = 1\nx += 1\nx += 1", "")),
    ],
)
def test_when_lines_were_added_then_they_are_kept(edited, kept):
    assert added(edited) == kept


@pytest.mark.parametrize(
    "edited",
    [
        "",
        "pass",
        '"""Done."""',
        "# assert found == 4",
        CHECK.replace("4", "5"),
        CHECK.replace("double(2)", "double(3)"),
        CHECK.replace("# Two and a half checks.", "# I do not understand this one, what does it want of me at all?"),
        CHECK.replace("assert found == 4", "assert (\n    found == 4\n)"),
        CHECK.replace("assert", "# assert"),
        f"%%time\n{CHECK}",
        f"pass\n{CHECK}",
        f"def double(x):\n    return 4\n{CHECK}",
        f"double = lambda x: 4\n{CHECK}",
        "I think this is right.",
        "Done",
        f"x = '{'x' * LONGEST}'\n{CHECK}",
        "x = 1\n" * (MOST + 1),
    ],
)
def test_when_nothing_was_added_that_could_be_kept_then_nothing_is(edited):
    assert added(edited) is None


@pytest.fixture
def released(little) -> nbformat.NotebookNode:
    released = read_notebook(little.notebook("double", "release"))
    cell(released, "double").source = CHECK
    return released


def around(notebook: nbformat.NotebookNode) -> list[str]:
    """The text of the cells above and below the check."""
    place = notebook.cells.index(cell(notebook, "double"))
    return [notebook.cells[place + step].source for step in (-1, 1)]


def test_when_lines_were_added_to_a_check_then_they_stand_around_the_restored_one(notebook, released):
    cell(notebook, "double").source = f"import math\n{CHECK}\nprint(math.sqrt(found))"
    assert mend(notebook, released) == [KEPT]
    assert around(notebook) == [f"{TITLE}\nimport math", f"{TITLE}\nprint(math.sqrt(found))"]
    assert len(notebook.cells) == len(released.cells) + 2
    assert all("nbgrader" not in other.metadata for other in notebook.cells if other.source.startswith(TITLE))


def test_when_a_check_stands_there_twice_then_what_was_added_to_the_last_is_kept_and_the_other_stays(
    notebook, released
):
    check = cell(notebook, "double")
    second = copy.deepcopy(check)
    notebook.cells.insert(-1, second)
    check.source, second.source, second.id = f"import math\n{CHECK}", f"import json\n{CHECK}", "second"
    assert mend(notebook, released) == ["The check 'double' was there 2 times; one copy was kept.", KEPT]
    assert around(notebook)[0] == f"{TITLE}\nimport json"
    assert f"import math\n{CHECK}" in [other.source for other in notebook.cells]


def test_when_the_answer_was_written_into_the_check_then_import_answer_and_check_stay_in_order(notebook, released):
    notebook.cells.remove(cell(notebook, "double-answer"))
    cell(notebook, "double").source = f"import math\n{ANSWER}\n{CHECK}\nx = math.pi"
    notes = mend(notebook, released)
    assert notes[0] == "One cell contained the answer 'double-answer' and a check; it was split into separate cells."
    assert notes[-1] == KEPT
    code = [other.source for other in notebook.cells if other.cell_type == "code"]
    assert code == ["import math", ANSWER, f"{TITLE}\nx = math.pi", CHECK]


def test_when_a_check_is_gone_then_it_comes_back_alone(notebook, released):
    notebook.cells.remove(cell(notebook, "double"))
    mend(notebook, released)
    assert len(notebook.cells) == len(released.cells)


def test_when_the_order_is_restored_then_what_was_added_goes_with_its_check(notebook, released):
    imports = new_code_cell("import math", id="imports")
    released.cells.insert(0, imports)
    notebook.cells.append(copy.deepcopy(imports))
    notebook.cells.reverse()
    notebook.cells.append(notebook.cells.pop(0))
    cell(notebook, "double").source = f"import json\n{CHECK}"
    notes = mend(notebook, released)
    assert notes == [KEPT, "The cells were in a different order; that of the homework was restored."]
    assert marks(notebook) == marks(released)
    assert around(notebook)[0] == f"{TITLE}\nimport json"


def test_when_a_text_cell_that_is_locked_was_edited_then_none_of_it_is_code(notebook, released):
    for book in (notebook, released):
        title = book.cells[0]
        title.metadata["nbgrader"] = {**cell(released, "double").metadata.nbgrader, "grade_id": "title", "grade": False}
    notebook.cells[0].source = "import math"
    assert mend(notebook, released) == ["Restored the check cell 'title', which was edited."]


def test_when_a_mended_notebook_is_handed_in_again_and_edited_again_then_both_additions_are_kept(notebook, released):
    cell(notebook, "double").source = f"import math\n{CHECK}"
    mend(notebook, released)
    cell(notebook, "double").source = f"import json\n{CHECK}"
    assert mend(notebook, released) == [KEPT]
    kept = [other.source for other in notebook.cells if other.source.startswith(TITLE)]
    assert kept == [f"{TITLE}\nimport math", f"{TITLE}\nimport json"]


def test_when_something_was_added_then_its_title_is_no_written_answer(notebook, released):

    cell(notebook, "why").source = ""
    cell(notebook, "double").source = f"import math\n{CHECK}"
    assert repaired(notebook, released).by_hand == []
    assert repaired(notebook, released).by_hand == []
