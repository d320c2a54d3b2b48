"""What a person changes first in a copy makes no difference, whatever stands in the cell."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.reports.similarity import tokens
from grader.reports.similarity.arranged import arranged
from grader.reports.similarity.tokens import read_tokens
from tests.support.answer_tokens import ANSWER, kinds


@pytest.mark.parametrize(
    "other",
    [
        ANSWER.replace("noise", "z").replace("step", "go").replace("tau", "h"),
        ANSWER.replace("2", "3.5e-1"),
        ANSWER.replace('    """One step."""\n', ""),
        ANSWER.replace("    noise", "    # fresh\n\n    noise").replace("drift =", "drift =   \\\n  "),
        ANSWER.replace("tau / 2 * score(x)", "((tau / 2) * (score(x)))"),
        ANSWER.replace("(size=x.shape)", "(\n        size=x.shape,\n    )"),
        ANSWER.replace("shape)\n    drift", "shape); drift"),
        f"%%time\n{ANSWER}",
        f"```python\n{ANSWER}\n```",
        ANSWER.replace("    ", "\t"),
    ],
    ids=["names", "numbers", "docstring", "comments", "brackets", "lines", "semicolon", "magic", "fences", "tabs"],
)
def test_what_a_person_changes_first_makes_no_difference(other):
    assert other != ANSWER
    assert kinds(other) == kinds(ANSWER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("print('a' 'b')", "print('c')"),
        ("print(f'{x} and {y!r:>{w}}')", "print('text')"),
        ("x = f'{f\"{y}\"}'", "x = 1"),
    ],
)
def test_texts_are_one_literal_however_they_are_written(one, other):
    assert kinds(one) == kinds(other)


def test_a_call_and_an_index_keep_their_brackets():
    assert kinds("f(x)[0]") == ["name", "(", "name", ")", "[", "literal", "]"]
    assert kinds("(a, b) = (c, d)") == kinds("a, b = c, d")


def test_where_python_cannot_read_on_the_rest_is_compared_all_the_same():
    damaged = ANSWER.replace("score(x)", "score(x")
    assert kinds(damaged)[:10] == kinds(ANSWER)[:10]
    assert len(kinds(damaged)) > 30
    assert arranged(damaged, read_tokens(damaged)) == read_tokens(damaged)
    assert kinds('x = """never ends\n' + ANSWER)[-10:] == kinds(ANSWER)[-10:]
    assert kinds("  x = 1\n y = 2\nz = 3")[-3:] == ["name", "=", "literal"]


@pytest.mark.parametrize(
    "source", ["(" * 5000, "[" * 90 + "]" * 90, "-" * 15_000 + "1", "x = " + "f(" * 3000, "\0", "$?!" * 999]
)
def test_nested_and_damaged_code_is_bounded(source):
    arranged(source, read_tokens(source))


def test_what_is_too_long_says_so():
    with pytest.raises(ValueError, match="60,000 characters, and at most 50,000 are compared"):
        read_tokens("x" * 60_000)
    with pytest.raises(ValueError, match="more than 20,000 tokens"):
        read_tokens("x," * 20_000)


pieces = st.lists(
    st.sampled_from(
        ["def f(x):\n", "    return x\n", "x = 'a", '"""', "(", "]", "# c\n", "\n", "if x:", "é", "\t", ";", "f'{x}'"]
    )
)


@settings(max_examples=200)
@example("\r0")
@example("x = 1\r\ny = 2\r")
@given(st.one_of(pieces.map("".join), st.text(max_size=200)))
def test_tokens_stand_where_they_say_in_order_and_sorting_only_moves_or_drops_them(source):
    found = read_tokens(source)
    assert [token.start for token in found] == sorted({token.start for token in found})
    assert all(0 <= token.start < token.end <= len(source) for token in found)
    sorted_ones = arranged(source, found)
    assert len(set(sorted_ones)) == len(sorted_ones)
    assert set(sorted_ones) <= set(found)
    assert tokens.bare(source).count("\n") == source.count("\n")
