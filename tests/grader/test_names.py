"""Which names of students can be used, and what is said of the others."""

import os
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.names import LONGEST_STUDENT, misnamed, require_folder, usable_assignment


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


@pytest.mark.parametrize("name", ["hw4", "hw 4", "hw-4.1 (late)", "übung_1", "4", "a" * 100])
def test_when_nbgrader_can_use_a_name_then_an_assignment_may_be_called_so(name):
    assert usable_assignment(name)


@pytest.mark.parametrize("name", ["", "a+b", "a" * 101, "ü" * 51, "a.", "a/b", "a?", "a\tb", "\udcff", "<b>"])
def test_when_nbgrader_cannot_use_a_name_then_no_assignment_may_be_called_so(name):
    assert not usable_assignment(name)


@pytest.mark.parametrize("name", ["ADL 2024", "{x}", "#1", "100%", "a+b", "it's", "übung", "US$ ", "a]b"])
def test_when_nbgrader_reads_a_folder_s_name_as_it_is_then_a_course_may_lie_there(name):
    require_folder(Path("/home", name, "course"))


@pytest.mark.parametrize("name", ["what? now", "a*", "[2024]", "100%25", "a%2fb", "$HOME", "${x}"])
def test_when_nbgrader_would_misread_a_folder_s_name_then_no_course_may_lie_there(name):
    with pytest.raises(CourseError, match="a course cannot be here: nbgrader would interpret"):
        require_folder(Path("/home", name, "course"))


@pytest.mark.parametrize("name", ["a\nb", "a\udcff", "a\x1b[2J"])
def test_when_a_folder_s_name_is_no_plain_text_then_the_error_is_still_one_line(name):
    with pytest.raises(CourseError, match="not plain text") as caught:
        require_folder(Path("/home", name))
    assert str(caught.value).isprintable()
