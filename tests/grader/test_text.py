"""Text that may come from a student is fit for a terminal, a page and a spreadsheet."""

from datetime import datetime

import pytest

from grader.text import begins_formula, brief, defused, moment, number, one_line, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x1b[31mred\x00\x7f\x9b", "\ufffd[31mred\ufffd\ufffd\ufffd"),
        ("\u202egnihtyna\u2066", "\ufffdgnihtyna\ufffd"),
        ("half \ud83d", "half \ufffd"),
        ("Zoë 学生 🙂", "Zoë 学生 🙂"),
        (3, "3"),
    ],
)
def test_what_steers_a_terminal_or_cannot_be_written_is_replaced(text: object, shown: str) -> None:
    assert plain(text) == shown
    plain(text).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [("  abc \n", 3, "abc"), ("abcd", 3, "ab…"), ("ab  cd", 5, "ab…"), ("", 3, ""), ("a\nb", 3, "a\nb")],
)
def test_a_brief_text_is_no_longer_than_it_may_be(text: str, longest: int, shown: str) -> None:
    assert brief(text, longest) == shown
    assert len(brief("x" * 1000)) == 300


def test_one_line_has_no_other_white_space_than_single_blanks() -> None:
    assert one_line(" a\n\n b\t\tc\u2003d ") == "a b c d"
    assert one_line("a b c", 4) == "a b…"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (10, "10"),
        (7.5, "7.5"),
        (10 / 3, "3.33"),
        (0, "0"),
        (-0.001, "0"),
        (-1.5, "-1.5"),
        (100, "100"),
    ],
)
def test_points_are_written_as_a_person_writes_them(value: float, shown: str) -> None:
    assert number(value) == shown


def test_a_moment_has_no_leading_zero_in_its_day() -> None:
    assert moment(datetime(2025, 12, 1, 23, 0)) == "1 December 2025, 23:00"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\n", "\r", "＝", "＋", "－", "＠"])  # noqa: RUF001
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(sign: str) -> None:
    assert begins_formula(f"{sign}1+1")
    assert begins_formula(f"  {sign}1+1") or sign.isspace()
    assert defused(f"{sign}1") == f"'{plain(sign)}1"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("plain", "plain"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        (None, ""),
        (1.0, 1),
        (1.23456, 1.2346),
        (-1.5, -1.5),
        ("", ""),
    ],
)
def test_all_else_stays_and_numbers_stay_numbers(cell: float | str | None, shown: float | str) -> None:
    assert defused(cell) == shown
    assert type(defused(cell)) is type(shown)
