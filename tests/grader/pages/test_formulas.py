"""LaTeX as MathML: what students write is set, and nothing in it lives or takes long."""

import time

import pytest
from bs4 import BeautifulSoup

from grader.pages.formulas import DEEPEST, ELEMENTS, LONGEST, to_mathml

SET = {
    r"\nabla \log p(x)": ["∇", "log", "p"],
    r"\tfrac12 \mathbb{E}\left\|F_\theta(\bar x)\right\|^2": ["\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL E}", "θ", "‖"],
    r"\boldsymbol{\theta} + \mathbf{x}": ["𝜽", "\N{MATHEMATICAL BOLD SMALL X}"],
    r"\begin{align} a &= b \label{one} \\ c &= d \nonumber \end{align}": ["a", "b", "c", "d"],
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}": ["a", "b", "c", "d"],
    r"\begin{gather*} a \\ c \end{gather*}": ["a", "c"],
    r"\begin{pmatrix} 1 & -0.7 \\ -0.7 & 1 \end{pmatrix}": ["0.7"],
    r"\begin{cases} 1 & x > 0 \\ 0 \end{cases}": ["0"],
    r"\hat\theta = \arg\min_\theta L(\theta)": ["arg", "min"],
    r"x \le y \text{ if } a < b": ["≤", "<"],
    r"\boxed{x} + \sqrt[3]{y}": ["x", "y"],
}
HOSTILE = [
    r"\href{javascript:alert(1)}{x}",
    r"\class{danger}{x}",
    r"\style{position:fixed}{x}",
    r"\text{<script>alert(1)</script>}",
    r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
    r"\mathop{<img src=x onerror=alert(1)>}",
    r"\unicode{x3c}script\unicode{x3e}",
    r"\colorbox{red}{<b>x</b>}",
    r"\color{red;background:url(//example.org)}x",
    "<script>alert(1)</script>",
    r"\hspace{1em\" onload=\"alert(1)}",
]
CODE = {
    "too long": "x+" * LONGEST,
    "too many pieces": "{}" * (LONGEST // 2),
    "nested too deeply": "{" * 300 + "x" + "}" * 300,
    "a tower": r"\sqrt" * 300 + " x",
    "a macro": r"\newcommand{\a}{\b\b}\newcommand{\b}{x} \a",
    "no argument": r"\frac{1}",
    "an unknown command": r"\gradient x",
    "an open end": r"\begin{align} x",
    "nothing": "  ",
}


@pytest.mark.parametrize("latex", SET)
def test_what_students_write_is_set(latex: str) -> None:
    shown = to_mathml(latex, display=True)
    page = BeautifulSoup(shown, "html.parser")
    assert page.math is not None
    assert page.math["display"] == "block"
    assert set(SET[latex]) <= {text for tag in page.find_all(["mi", "mn", "mo"]) for text in tag.strings}
    assert "\\" not in page.get_text()


def test_equations_have_rows_and_no_numbers() -> None:
    page = BeautifulSoup(to_mathml(r"\begin{align} a &= b \\ c &= d \end{align}", display=True), "html.parser")
    assert [len(row.find_all("mtd")) for row in page.find_all("mtr")] == [2, 2]


def test_brackets_are_as_high_as_the_matrix_in_them() -> None:
    page = BeautifulSoup(to_mathml(r"A = \begin{pmatrix} 1 \\ 0 \end{pmatrix} b", display=True), "html.parser")
    brackets = [tag for tag in page.find_all("mo") if tag.text in "()"]
    assert [(tag["form"], tag["stretchy"]) for tag in brackets] == [("prefix", "true"), ("postfix", "true")]


def test_a_function_stands_apart_from_its_argument() -> None:
    assert '<mi>log</mi><mspace width="0.167em"></mspace><mi>p</mi>' in to_mathml(r"\log p(x)", display=False)
    assert "mspace" not in to_mathml(r"\log(x) x y", display=False)


@pytest.mark.parametrize("latex", HOSTILE)
def test_only_elements_of_formulas_come_out(latex: str) -> None:
    for tag in BeautifulSoup(to_mathml(latex, display=False), "html.parser").find_all(True):
        assert set(tag.attrs) <= ELEMENTS.get(tag.name, frozenset()), tag
        assert tag.name in {*ELEMENTS, "code"}
        assert not any(sign in str(value) for value in tag.attrs.values() for sign in (":", "url", "alert"))


@pytest.mark.parametrize("latex", CODE.values(), ids=CODE)
def test_what_cannot_be_set_is_shown_as_code(latex: str) -> None:
    assert to_mathml(latex, display=False) == f"<code>{latex}</code>"


def test_the_bound_of_depth_leaves_room_for_real_formulas() -> None:
    depth = DEEPEST // 3
    assert to_mathml("x_{" * depth + "x" + "}" * depth, display=False).startswith("<math")


@pytest.mark.parametrize(
    "piece", ["x_", "''", "{", r"\left(", r"\frac", r"\operatorname{", r"\begin{a}", r"\not", "&", r"\sqrt[", "%\n"]
)
def test_the_longest_formula_of_one_piece_takes_no_time(piece: str) -> None:
    begun = time.process_time()
    to_mathml(piece * (LONGEST // len(piece)), display=True)
    assert time.process_time() - begun < 5
