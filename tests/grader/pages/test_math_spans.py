"""Where formulas begin and end in Markdown."""

import pytest

from grader.pages.math_spans import find_formulas

FOUND = {
    "the $x$-axis and $y_1$": ["x", "y_1"],
    "$ x $ with room": [" x "],
    "$$\na\n- b\n$$": ["\na\n- b\n"],
    r"\\(x\\) and \\[y\\]": ["x", "y"],
    r"\(x^2\) and \[y = 1\]": ["x^2", "y = 1"],
    r"\begin{align}a &= b\\ c\end{align}": [r"\begin{align}a &= b\\ c\end{align}"],
    r"\begin{a}\begin{a}\end{a}\end{a}": [r"\begin{a}\begin{a}\end{a}\end{a}"],
    r"$\text{the $n$th}$": [r"\text{the $n$th}"],
    "> $$\n> x\n> $$": ["\nx\n"],
    "a price of $5, and $x$": ["x"],
    "`$` is how $x$ begins": ["x"],
    "```\n$x$\n\n$y$\n```\n$z$": ["z"],
    "- item\n\n  ```\n  $x$\n\n  $y$\n  ```\n\n$z$": ["z"],
    r"\$5 is a price, $x$": ["x"],
}
NONE = [
    "$5 and $6",
    "earn $5 a day and $10 a week",
    "US$7, not $8",
    "a$ and b$",
    "$a\n\nb$",
    "`$x$`",
    "```python\n$x$",
    "~~~\n$x$\n~~~",
    r"\[1\] and \[see below\] and \(not this one\)",
    "$$ $$",
    r"\begin{align} x",
]
LENGTH = 100_000
PIECES = [
    *("$a ", r"\begin{a}", "`", "` ", "```\n", "``` x ", "\n", "{", "$$", "> ", "$x$ ", "~~~~\n```\n", r"\\(", "\\"),
    "".join("`" * run + " " for run in range(1, 40)),
]


@pytest.mark.parametrize("source", FOUND)
def test_formulas_are_found(source: str) -> None:
    assert [span.latex for span in find_formulas(source)] == FOUND[source]


@pytest.mark.parametrize("source", NONE)
def test_prices_code_and_brackets_are_no_formulas(source: str) -> None:
    assert find_formulas(source) == []


@pytest.mark.parametrize("piece", PIECES)
def test_each_token_of_a_text_is_looked_at_once(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0

    class Counting:
        def __init__(self, pattern: object) -> None:
            self.pattern = pattern

        def search(self, source: str, place: int) -> object:
            nonlocal looks
            looks += 1
            return self.pattern.search(source, place)  # type: ignore[attr-defined]

    monkeypatch.setattr("grader.pages.math_spans._TOKEN", Counting(find_formulas.__globals__["_TOKEN"]))
    source = (piece * LENGTH)[:LENGTH]
    find_formulas(source)
    assert looks <= LENGTH + 1
