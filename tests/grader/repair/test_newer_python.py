"""Code of newer versions is told from code that no version reads; on Python 3.11, where the class is graded."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.repair.newer_python import newer_reads
from grader.repair.source import parses

F_STRINGS = [
    'x = f"wanted {"(n, 2)"}, got {x.shape}"',
    "x = f'{'\\n'.join(rows)}'",
    "x = f\"{rows['\\n']}\"",
    'x = f"{\n    rows  # all of them\n}"',
    "x = f'{\nrows\n}'",
    'x = f"{x:{"a" + b}}"',
    'x = f"{f"{f"{1}"}"}"',
    'x = rf"\\{"a"}" "b" f"{x!r:>{"8"}}"',
    'x = f"{x=} {"a" != b} {{}} {d["k"]:.3f}"',
    'x = """plain "quotes" {""" + f"{"a"}"',
]
TYPES = ["type Layer = tuple[int, int]", "def f[T](x: T) -> T:\n    return x", "class Net[T]:\n    pass"]
LATER = ["try:\n    pass\nexcept ValueError, TypeError:\n    pass", 'x = t"hello {x}"', 'x = t"{"a"}"']
NONE = [
    "x = (1, 2\ny = 3",
    'x = f"{a b}"',
    'x = f"{"a"',
    'x = f"{x\ny = 1',
    'x = f"abc\ny = 1',
    'x = f"{}" + f"{"a"}"',
    'print "a"',
    "def f(:\n    pass",
    "if x\n    y = 1",
    'x = f"{"a"}"\nif x\n    y = 1',
    "x = 'a",
    "x = )",
    "  x = 1\n y = 2",
    "type = 3 4",
    "def f[T](x:\n    pass",
    "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> mine",
    "x = " + 'f"{' * 30 + "1" + '}"' * 30,
]


@pytest.mark.parametrize("source", F_STRINGS)
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this version reads them itself")
def test_f_strings_of_newer_versions_are_told(source):
    assert not parses(source)
    assert newer_reads(source)


@pytest.mark.parametrize("source", TYPES)
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this version reads them itself")
def test_types_of_newer_versions_are_told(source):
    assert newer_reads(source)


@pytest.mark.parametrize("source", LATER)
@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this version reads them itself")
def test_what_came_with_later_versions_is_told(source):
    assert newer_reads(source)


@pytest.mark.parametrize("source", NONE)
def test_what_no_version_reads_is_not_told(source):
    assert not newer_reads(source)


@pytest.mark.parametrize("source", ["x = 1", 'x = f"{y}"', "%matplotlib inline\nx = 1", ""])
def test_what_this_version_reads_is_not_told(source):
    assert not newer_reads(source)


@given(st.text(alphabet="fFtrb\"'{}()[]\\#:!=\n x1", max_size=60))
def test_whatever_the_text_there_is_an_answer(source):
    newer_reads(source)
