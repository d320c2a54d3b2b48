"""Only plain data of the agreed form gets past the trusted side; the rest ends in ValueError and no other way."""

import base64
import contextlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.inside.agent import DTYPES, MAX_ITEMS, decode, encode

FLOATS = base64.b64encode(np.arange(2.0).tobytes()).decode()
DEEP: list = ["plain", None]
for _ in range(100_000):
    DEEP = ["list", [DEEP]]
MALFORMED = {
    "none": None,
    "text": "plain",
    "dictionary": {"plain": 1},
    "empty": [],
    "only a kind": ["plain"],
    "too long": ["plain", 1, 2],
    "unknown kind": ["pickle", "gASV"],
    "kind is a list": [["plain"], None],
    "plain number": ["plain", 1],
    "plain list": ["plain", []],
    "int as number": ["int", 5],
    "int as words": ["int", "five"],
    "int too long": ["int", "0x" + "f" * 100],
    "float as number": ["float", 1.5],
    "float as words": ["float", "one"],
    "float out of range": ["float", "0x1p99999"],
    "float too long": ["float", "0x1." + "0" * 100],
    "list as text": ["list", "ab"],
    "list of naked values": ["list", [1, 2]],
    "list too long": ["list", [["plain", None]] * (MAX_ITEMS + 1)],
    "too deep": DEEP,
    "dict of singles": ["dict", [["a"]]],
    "dict with a key that is no text": ["dict", [[1, ["plain", None]]]],
    "dict as dict": ["dict", {"a": ["plain", None]}],
    "array without bytes": ["array", "<f8", [2]],
    "array with one too many": ["array", "<f8", [2], FLOATS, 1],
    "array of objects": ["array", "|O", [2], FLOATS],
    "array of void": ["array", "|V8", [2], FLOATS],
    "array of texts": ["array", "<U2", [2], FLOATS],
    "array of big endian": ["array", ">f8", [2], FLOATS],
    "array with fields": ["array", "<f8,<f8", [1], FLOATS],
    "array with a dtype as list": ["array", ["<f8"], [2], FLOATS],
    "array too short": ["array", "<f8", [3], FLOATS],
    "array too long": ["array", "<f8", [1], FLOATS],
    "array without axes but with two numbers": ["array", "<f8", [], FLOATS],
    "negative shape": ["array", "<f8", [-2], FLOATS],
    "negative shape twice": ["array", "<f8", [-1, -2], FLOATS],
    "shape with a float": ["array", "<f8", [2.0], FLOATS],
    "shape with a bool": ["array", "<f8", [True, 2], FLOATS],
    "shape as number": ["array", "<f8", 2, FLOATS],
    "huge shape": ["array", "<f8", [2**40], FLOATS],
    "huge and empty": ["array", "<f8", [0, 2**62, 2**62], ""],
    "beyond all integers": ["array", "<f8", [0, 10**30], ""],
    "too many axes": ["array", "<f8", [1] * 40 + [2], FLOATS],
    "broken base64": ["array", "<f8", [2], FLOATS[:-3]],
    "no base64": ["array", "<f8", [2], "!" * len(FLOATS)],
    "base64 beyond ASCII": ["array", "<f8", [2], "é" * len(FLOATS)],
    "bytes as list": ["array", "<f8", [2], [0] * 16],
}


@pytest.mark.parametrize("tree", MALFORMED.values(), ids=MALFORMED)
def test_when_a_tree_is_malformed_then_it_is_refused(tree):
    with pytest.raises(ValueError):  # noqa: PT011  (the type is the contract)
        decode(tree)


SIZES = st.integers(-2, 9) | st.integers(min_value=2**60, max_value=2**80) | st.booleans() | st.floats()
TEXTS = st.text(max_size=9) | st.sampled_from(["0x1", "-0x1.8p+1", "inf", FLOATS, FLOATS[:-4], "0x1p9999", "\ud800"])
LEAVES = st.none() | st.booleans() | SIZES | TEXTS
KINDS = st.sampled_from(["plain", "int", "float", "list", "dict", "array", "pickle"])
ARRAYS = st.tuples(st.just("array"), st.sampled_from(sorted(DTYPES)) | TEXTS, st.lists(SIZES, max_size=9), TEXTS)


def branches(children: st.SearchStrategy) -> st.SearchStrategy:
    pairs = st.tuples(st.text(max_size=3) | LEAVES, children).map(list)
    bodies = st.lists(children, max_size=4) | st.lists(pairs, max_size=4) | LEAVES
    return st.tuples(KINDS, bodies).map(list) | st.lists(children, max_size=5) | ARRAYS.map(list)


@settings(max_examples=300)
@given(st.recursive(LEAVES, branches, max_leaves=20))
def test_when_any_tree_comes_then_it_is_decoded_or_refused(tree):
    with contextlib.suppress(ValueError):
        decode(tree)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**140), 2**140) | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=4), children, max_size=4),
    max_leaves=15,
).filter(lambda value: depth(value) <= 8)


def depth(value: object) -> int:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((1 + depth(child) for child in children), default=0)


@settings(max_examples=200)
@given(VALUES)
def test_when_any_plain_data_cross_then_they_stay_the_same(value):
    assert decode(encode(value)) == value
