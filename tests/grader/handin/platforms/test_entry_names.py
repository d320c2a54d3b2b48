"""Names of entries stay below their folder, whatever they say, and none is lost to another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.handin.platforms.entry_names import LONGEST_PART, distinct, safe, tidy


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ada/hw3.ipynb", "ada/hw3.ipynb"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\x\\hw3.ipynb", "Users/x/hw3.ipynb"),
        ("a\\..\\..\\b", "a/b"),
        ("a/./b//c", "a/b/c"),
        ("a/.. /b", "a/b"),
        ("hw3\n\x1b[31m.ipynb", "hw3__[31m.ipynb"),
        ("hw3\u202ebnypi.exe", "hw3_bnypi.exe"),
        ("u\u0308.ipynb", "ü.ipynb"),
        ("x" * 300 + ".ipynb", "x" * 194 + ".ipynb"),
        ("é" * 300, "é" * 100),
        ("..", ""),
        ("", ""),
    ],
)
def test_a_path_is_made_safe(written: str, name: str) -> None:
    assert safe(written) == name


@given(st.text(st.characters(codec="utf-8"), max_size=400))
@settings(max_examples=200)
def test_any_name_is_made_safe_and_stays_so(written: str) -> None:
    name = safe(written)
    parts = name.split("/") if name else []
    assert all(part.strip() not in ("", ".", "..") and len(part.encode()) <= LONGEST_PART for part in parts)
    assert name.isprintable()
    assert not name.startswith("/")
    assert safe(name) == name or name[1:2] == ":"


def test_what_systems_leave_behind_is_no_file() -> None:
    names = ["ada/", "__MACOSX/ada/._hw3.ipynb", "ada/.DS_Store", "ada\\hw3.ipynb"]
    assert tidy(names) == ["ada/hw3.ipynb"]


@pytest.mark.parametrize(
    ("name", "taken", "given_name"),
    [
        ("hw3.ipynb", [], "hw3.ipynb"),
        ("hw3.ipynb", ["hw3.ipynb"], "hw3 (2).ipynb"),
        ("hw3.ipynb", ["hw3.ipynb", "hw3 (2).ipynb"], "hw3 (3).ipynb"),
        ("a", ["a/b"], "a (2)"),
        ("a/b.c", ["a"], "a (2)/b.c"),
        ("a.d/b", ["a.d/b"], "a.d/b (2)"),
        (".x", [".x"], ".x (2)"),
    ],
)
def test_two_files_never_have_one_name(name: str, taken: list[str], given_name: str) -> None:
    assert distinct(name, taken) == given_name
