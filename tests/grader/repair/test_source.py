"""What code defines and where its statements begin, also where it is no Python."""

import pytest

from grader.repair.source import LONGEST, blocks, defined, is_short, parses, same_code, tree, unfenced


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f():\n    inner = 1", {"f"}),
        ("async def f(): pass\nclass A: b = 1", {"f", "A"}),
        ("a, (b, *c) = x\nd: int = 1", {"a", "b", "c", "d"}),
        ("import numpy as np, os.path\nfrom torch import nn", {"np", "os", "nn"}),
        ("%matplotlib inline\n!ls\nx = 1", {"x"}),
        ("%%time\nx = 1", {"x"}),
        ("%%bash\nx = 1", set()),
        ("def f(:\n    pass\ny = 2\nz == 3", {"f", "y"}),
        ("", set()),
    ],
)
def test_names_at_the_top_level_are_found(source: str, names: set[str]) -> None:
    assert defined(source) == names


@pytest.mark.parametrize(
    "source",
    [
        "import a\n\n# of f\n@cached\ndef f():\n    return 1\nx = 1; y = 2\n# the end",
        "def f(:\n    return 1\n@cached\ndef g():\n    pass\nif x:\n    y\nelse:\n    z\n",
        "# nothing",
        "",
    ],
)
def test_statements_put_together_are_the_source(source: str) -> None:
    assert "".join(block.source for block in blocks(source)) == source


def test_statements_of_what_is_no_python_begin_where_lines_do() -> None:
    broken = "def f(:\n    return 1\n@cached\ndef g():\n    pass\nelse:\n    z\n"
    assert [block.source for block in blocks(broken)] == [broken[:21], broken[21:]]
    assert [block.names for block in blocks(broken)] == [{"f"}, {"g"}]


def test_two_statements_of_a_line_are_one_block() -> None:
    (block,) = blocks("x = 1; y = 2")
    assert block.names == {"x", "y"}


def test_code_that_takes_long_to_parse_is_not_parsed() -> None:
    for source in ("x" * (LONGEST + 1), "f'" + "{x}" * 9000 + "'"):
        assert not is_short(source)
        assert tree(source) is None
        assert not parses(source)


@pytest.mark.parametrize("source", ["x = (" * 3000, "\0", "return (", "-" * 40_000 + "1"])
def test_what_python_cannot_parse_is_none(source: str) -> None:
    assert tree(source) is None


def test_comments_and_layout_are_no_difference() -> None:
    assert same_code("def f(x):\n    return x + 1", "# mine\ndef f( x ):\n\n    return (x\n        + 1)")
    assert not same_code("x + 1", "x + 2")
    assert not same_code("x +", "x +")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```python\nx = 1\n```", "x = 1"),
        (" \n```\nx = 1\ny\n```\n", "x = 1\ny"),
        ("x = 1", "x = 1"),
        ("```\nx", "```\nx"),
    ],
)
def test_markdown_s_fences_are_taken_off(text: str, code: str) -> None:
    assert unfenced(text) == code
