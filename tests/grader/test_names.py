"""Which names of students can be used, and what is said of the others."""

import os

import pytest

from grader.names import LONGEST_STUDENT, misnamed


@pytest.mark.parametrize(
    "name", ["ada", "Zoë Müller", "学生", "=1+1", "[h]onest", "*", "a\\b", "O'Neil", "R&D", "x" * LONGEST_STUDENT]
)
def test_names_that_can_be_used_are_used(name: str) -> None:
    assert misnamed(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a\nb", "plain text"),
        ("a\x1b[2J", "plain text"),
        ("\u202egnihtyna", "plain text"),
        (os.fsdecode(b"M\xfcller"), "plain text"),
        (" ada", "space"),
        ("ada ", "space"),
        (".ada", "dot"),
        ("../ada", "dot"),
        ("ada/hw3", "separates"),
        ("<img src=x onerror=alert(1)>", "contains < >,"),
        ('ada" onload="alert(1)', "HTML"),
        ("x" * (LONGEST_STUDENT + 1), "longer"),
        ("é" * (LONGEST_STUDENT // 2 + 1), "longer"),
    ],
)
def test_names_that_cannot_be_used_are_told_why(name: str, why: str) -> None:
    assert why in str(misnamed(name))


def test_the_reason_calls_the_name_what_it_is() -> None:
    assert str(misnamed(" ada", "the id")).startswith("the id begins")
