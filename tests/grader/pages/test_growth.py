"""What a text of a student's costs grows with its length, and with no higher power of it, on every road to a page.

Processor time is compared with that for an eighth of the text: eight times as much where it grows with the length, 64
times where with its square. More than 32 times fails, if it is so in each of five tries; what takes less than `LITTLE`
is nobody's trouble.
"""

import time
from collections.abc import Callable, Iterable

import pytest
from jinja2 import Environment
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.course import Course
from grader.notebooks import read_notebook
from grader.pages.feedback_cells import blocks
from grader.pages.filters import highlight_code, unchanged
from grader.pages.markdown import to_html
from grader.pages.student_text import sanitize_texts
from grader.repair.attachments import join
from grader.repair.repair import repair
from grader.repair.source import clear_cache, defined
from grader.repair.written_answers import elsewhere, handed_in

pytestmark = pytest.mark.slow

LITTLE = 0.15  # seconds of processor time
MOST = 32
TRIES = 5  # what else the machine does lengthens a run, and never all of them
LENGTHS = 2_500, 20_000
TEXTS = [
    *("\\begin{a}", "\\begin{a}$", "<div>", "<b>", "[", "![", "[a](", "](", "*a ", "**_", "`", "```\n", "~~~\n", "$"),
    *("$a$ ", "\\(", "\\[", "&lt;", "<!--", "</", "<a ", "|a", "|a|b\n|-|-\n", "# a\n", "> ", "- ", "1. ", "[a]: b\n"),
]
CODE = [
    *("(", "[", "{", "'", '"""', "f'{", "f'{a}'", "%a\n", "!a\n", "# a\n", "a;", "a=1;", "a\n", "not ", "-", "a."),
    *("0x", "\\\n", "lambda:", "a if b else "),
]


def seconds(act: Callable[[str], object], text: str) -> float:
    """The processor time of one run."""
    clear_cache()
    started = time.process_time()
    act(text)
    return time.process_time() - started


def assert_linear(act: Callable[[str], object], few: str, many: str) -> None:
    """Ensure that many take at most so much longer than an eighth of them."""
    taken = []
    for _ in range(TRIES):
        if (long := seconds(act, many)) < LITTLE or long < MOST * (short := seconds(act, few)):
            return
        taken.append(f"{long:.2f} s for {len(many)}, {short:.3f} s for {len(few)}")
    pytest.fail(f"{few[:20]!r}: {'; '.join(taken)}")


def assert_grows_with_length(act: Callable[[str], object], unit: str) -> None:
    few, many = (unit * (length // len(unit)) for length in LENGTHS)
    assert_linear(act, few, many)


def on_a_page(text: str) -> object:
    """A text cell's way: made harmless, then shown on the feedback page and in the formgrader."""
    notebook = new_notebook(cells=[new_markdown_cell(text)])
    sanitize_texts(notebook, None)
    return unchanged(to_html(notebook.cells[0].source)), blocks(notebook, None, [], [])


def coloured(text: str) -> object:
    page = Environment(autoescape=False)
    page.filters["highlight_code"] = highlight_code
    return page.from_string("{{ text | highlight_code }}").render(text=text, resources={})


@pytest.mark.parametrize("unit", TEXTS)
def test_a_text_on_a_page(unit: str) -> None:
    assert_grows_with_length(on_a_page, unit)


@pytest.mark.parametrize("unit", CODE)
def test_code_on_a_page(unit: str) -> None:
    assert_grows_with_length(coloured, unit)


@pytest.mark.parametrize("unit", CODE)
def test_what_code_defines(unit: str) -> None:
    assert_grows_with_length(defined, unit)


def test_fields_in_a_text_of_code() -> None:
    assert defined("double = f'" + "{a}" * 130_000 + "'") == {"double"}
    assert_grows_with_length(lambda text: defined(f"x = f'{text}'"), "{a}")


Cells = Callable[[int], Iterable[NotebookNode]]
ANSWER = "def double(number):\n    x = 0"
MANY: dict[str, Cells] = {
    "torn": lambda n: [new_code_cell(ANSWER), *(new_code_cell("    x += 1\n" * 50) for _ in range(n))],
    "torn and not to be joined": lambda n: [
        cell for _ in range(n) for cell in (new_code_cell(f"{ANSWER}\n" * 20), new_code_cell("    x = ((\n"))
    ],
    "copies": lambda n: [marked(f"{ANSWER}\n# {i}\n" + "y = 0\n" * 50) for i in range(n)],
    "pieces": lambda n: [new_code_cell("double = 1\ny = 1\n" * 10 * n)],
    "pieces that cannot be read": lambda n: [new_code_cell("double = 1\ny = 1\n" * 10 * n + "((")],
    "blank": lambda n: [new_code_cell(" " * 100) for _ in range(5 * n)],
    "texts": lambda n: [new_markdown_cell(f"A text of so many words, the number of which is {i}.") for i in range(n)],
}


def marked(source: str) -> NotebookNode:
    """A cell with the mark of an answer."""
    mark = {"grade_id": "task-1-answer", "grade": False, "solution": True, "locked": False, "schema_version": 3}
    return new_code_cell(source, metadata={"nbgrader": {**mark, "task": False}})


@pytest.mark.parametrize("kind", MANY)
def test_repairing_many_cells(kind: str, little: Course) -> None:
    released = read_notebook(little.notebook("double", "release"))

    def repaired(text: str) -> object:
        notebook = new_notebook(cells=[*released.cells[:1], *MANY[kind](len(text))])
        before = handed_in(notebook)
        repair(notebook, released)
        return elsewhere(before, notebook, released)

    assert_linear(repaired, "x" * 40, "x" * 320)


def test_joining_texts_with_many_labels() -> None:
    def joined(text: str) -> object:
        return join([new_markdown_cell(text.replace("a", f"a{number % 2}")) for number in range(2)])

    assert_grows_with_length(joined, "[aa]: b\n")
