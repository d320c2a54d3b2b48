"""A receipt is read by the places of its lines, in any language; a student's own text in it proves nothing."""

import pytest

from grader.handin.platforms.blackboard_receipt import Receipt, read_receipt

STORED = "hw3_ada_attempt_2024-04-17-23-54-02_hw3.ipynb"
ENGLISH = f"""Name: Ada Lovelace (alove)
Assignment: Homework 3
Date Submitted: Wednesday, 17 April 2024 23:54:02 o'clock CEST
Current Grade: Not Graded Yet

Submission Field:
Name: Eve Adams (eve)

Files:
\tOriginal filename: my hw3.ipynb
\tFilename: {STORED}
"""
SPANISH = f"""Nombre: Ada Lovelace (alove)
Actividad: Homework 3
Fecha de envío: miércoles 17 de abril de 2024 23H54' CEST

Archivos:
        Nombre original: my hw3.ipynb
        Nombre: {STORED}
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("text", [ENGLISH, SPANISH], ids=["English", "Spanish"])
def test_name_login_title_time_and_files_are_read(text: str, encoding: str) -> None:
    found = read_receipt(text.replace("\n", "\r\n").encode(encoding), {STORED})
    assert (found.name, found.login, found.title) == ("Ada Lovelace", "alove", "Homework 3")
    assert "2024 23" in found.submitted
    assert found.originals == {STORED: "my hw3.ipynb"}


@pytest.mark.parametrize(
    ("text", "receipt"),
    [
        ("", Receipt()),
        ("no receipt\nat all\n", Receipt()),
        ("Name: Ada Lovelace\nAssignment: x\nDate: y\n", Receipt()),
        ("Name: Ada (B) (alove)\n", Receipt("Ada (B)", "alove")),
        ("Name: Ada (alove)\nHomework 3\nDate: y\n", Receipt("Ada", "alove", "", "y")),
        ("Name: Ada (alove)\n\n\nA: x\n\nDate: 17:00\n", Receipt("Ada", "alove", "x", "17:00")),
        ("\nSubmission:\nName: Eve (eve)\n", Receipt()),
    ],
)
def test_only_the_first_three_lines_can_say_whose_it_is(text: str, receipt: Receipt) -> None:
    assert read_receipt(text.encode(), set()) == receipt


@pytest.mark.parametrize(
    "lines",
    [
        "Original: a.ipynb\n\tFile: {0}",  # not indented
        "\tOriginal: a.ipynb\nFile: {0}",
        "\tOriginal: a.ipynb\n\tOther: b\n\tFile: c",
        "\tOriginal: a.ipynb",
    ],
)
def test_an_original_name_stands_right_before_a_file_that_is_there(lines: str) -> None:
    assert read_receipt(lines.format(STORED).encode(), {STORED}).originals == {}
