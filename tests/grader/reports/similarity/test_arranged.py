"""Whoever moves statements about, or adds idle ones, changes nothing of an answer once it is sorted."""

import pytest

from grader.reports.similarity.arranged import MOST, arranged
from grader.reports.similarity.tokens import read_tokens
from tests.support.answer_tokens import ANSWER, kinds


def sorted_kinds(source: str) -> list[str]:
    return [token.kind for token in arranged(source, read_tokens(source))]


@pytest.mark.parametrize(
    "moved",
    [
        "    drift = tau / 2 * score(x)\n    noise = np.random.normal(size=x.shape)\n",
        "    noise = np.random.normal(size=x.shape)\n    idle = 7\n    pass\n"
        "    drift = tau / 2 * score(x)\n    more = len('a')\n",
    ],
    ids=["exchanged", "idle"],
)
def test_the_order_of_statements_and_idle_ones_make_no_difference_once_sorted(moved):
    start, end = ANSWER.index("    noise"), ANSWER.index("    return")
    other = ANSWER[:start] + moved + ANSWER[end:]
    assert kinds(other) != kinds(ANSWER)
    assert sorted_kinds(other) == sorted_kinds(ANSWER)


def test_sorting_reaches_every_block_and_loses_nothing():
    source = (
        "@one\n@two(3)\ndef f(x):\n    if x:\n        b = x + 1\n        a = g(x)\n    elif y:\n        return a\n"
        "    else:\n        return b\n    try:\n        q(x)\n    except E as e:\n"
        "        r(e)\n    finally:\n        s()\n"
    )
    other = source.replace(
        "        b = x + 1\n        a = g(x)\n",
        "        a = g(x)\n        b = x + 1\n",
    )
    assert sorted_kinds(source) == sorted_kinds(other)
    assert sorted(sorted_kinds(source)) == sorted(kinds(source))


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("def f():\n    x = 1", ["def", "name", "(", ")", ":"]),  # read nowhere
        ("def f():\n    x += 1", ["def", "name", "(", ")", ":"]),
        ("def f():\n    x: int = 1", ["def", "name", "(", ")", ":"]),
        ("def f():\n    x", ["def", "name", "(", ")", ":"]),
        ("def f():\n    pass", ["def", "name", "(", ")", ":"]),
        ("x = 1", ["name", "=", "literal"]),  # not in a function: others may read it
    ],
)
def test_what_nothing_reads_is_left_out_of_functions_alone(source, left):
    assert [kind for kind in sorted_kinds(source) if kind.strip()] == left


@pytest.mark.parametrize("kept", ["x = g()\n    return x", "x[0] = 1", "self.x = 1", "x, y[0] = 1, 2", "g()"])
def test_what_may_change_something_is_kept(kept):
    source = f"def f():\n    {kept}"
    assert sorted(sorted_kinds(source)) == sorted(kinds(source))


def test_a_block_with_very_many_statements_stays_in_its_order():
    source = "\n".join(f"f({place})\nx = {place}" for place in range(MOST // 2))
    assert sorted_kinds(source) != kinds(source)
    longer = f"{source}\nf(x)"
    assert sorted_kinds(longer) == kinds(longer)


@pytest.mark.parametrize("source", ["", "def f(:", "é = 1; ü = 2", "%%time\nx = 1", "x = 1\r\ny = 2"])
def test_whatever_cannot_be_parsed_or_is_not_ascii_loses_nothing(source):
    assert sorted(sorted_kinds(source)) == sorted(kinds(source))
