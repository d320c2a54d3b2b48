"""What a cell defines, and where Python cannot read it, whatever magics or fences stand in it."""

import pytest

from grader.form.python_text import LONGEST_CODE, defined, digest, foreign, mistake, unfenced


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(x):\n    y = 1\n    return y", {"f"}),
        ("async def f(): ...\nclass A: ...", {"f", "A"}),
        ("import numpy as np\nimport os.path\nfrom a import b, c as d", {"np", "os", "b", "d"}),
        ("a = b = 1\nc, (d, *e) = x\nf: int = 1\ng[0] = 1", {"a", "b", "c", "d", "e", "f", "g"}),
        ("%matplotlib inline\n!pip install x\nx = 1\nnp?", {"x"}),
        ("%%time\nx = 1", {"x"}),
        ("%%bash\nx=1", set()),
        ("if x == 1: pass", set()),
        ("", set()),
    ],
)
def test_names_at_the_top_level_are_defined(source: str, names: set[str]) -> None:
    assert defined(source) == names


def test_where_python_cannot_read_the_lines_are_guessed() -> None:
    assert defined("def f(x:\n    y = 1\nclass A\nz = 1\nw == 2") == {"f", "A", "z"}
    assert defined(f"x = 1\n{'#' * LONGEST_CODE}\ny = (") == {"x", "y"}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = (1,\ny = 2", 1),
        ("x = 1\n  y = 2", 2),
        ("%time x\nif y\n    z", 2),
        ("x = !ls\ny = )", 2),
        ("\0", 1),
    ],
)
def test_a_mistake_is_told_with_its_line(source: str, line: int) -> None:
    found = mistake(source)
    assert found is not None
    assert found[0] == line
    assert found[1]


@pytest.mark.parametrize(
    "source",
    [
        "",
        " \n",
        "x = 1",
        "await f()",
        "%time x\n!ls\nx = !ls\nf?",
        "%%bash\nif [ x ]; then",
        "x = (" + "1," * LONGEST_CODE,
    ],
)
def test_what_python_reads_or_is_none_of_its_business_is_no_mistake(source: str) -> None:
    assert mistake(source) is None


def test_another_language_begins_with_its_magic() -> None:
    assert [foreign(source) for source in ("%%bash\nls", "%%time\nx", "%%capture\nx", "%time x")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("```python\nx = 1\n```", "x = 1"),
        ("\n```\nx\n```\n", "x"),
        ("```x```", "```x```"),
        ("a\n```\nx\n```", "a\n```\nx\n```"),
    ],
)
def test_code_stands_between_fences_that_are_all_around_it(source: str, code: str) -> None:
    assert unfenced(source) == code


def test_white_space_at_the_ends_of_lines_makes_no_difference() -> None:
    assert digest("a  \nb\n\n") == digest("\na\nb")
    assert digest("a\n b") != digest("a\nb")
    assert digest("\ud800") == digest("?")
