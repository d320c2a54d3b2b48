"""Canvas's re-upload zip, read back by Canvas's own rules; each attachment gets a file of its own kind."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handback import canvas_zip
from grader.handback.packing import write_zip
from grader.roster import parse_roster
from tests.support.handed_back import ROSTER, a_feedback
from tests.support.platforms_rules import canvas

STUDENTS = parse_roster(ROSTER, Path("roster.csv"))
NOTEBOOK = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [], "ü": 1})


def download(folder: Path, *names: str) -> Path:
    path = folder / "submissions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, NOTEBOOK)
    return path


def test_canvas_shows_each_feedback_to_the_student_whose_it_is(tmp_path: Path) -> None:
    source = download(
        tmp_path,
        *("lovelaceada_101_7001_hw3.ipynb", "lovelaceada_101_7002_hw3-1.ipynb", "lovelaceada_101_7009_notes.pdf"),
        *("okriben_LATE_102_7003_my_hw_3.ipynb", "okriben_102_link.html", "somebody_999_7004_hw3.ipynb"),
        *("mllerldenscheidtzo_107_7005_work.zip", "kayacem_103_7006_hw3.py", "folder/marados_104_7007_page.html"),
    )
    own = [a_feedback(tmp_path, student) for student in ("ada", "ben", "cem", "dora", "eve", "zoe")]
    placement = canvas_zip.place(own, source, STUDENTS, "Arithmetic")
    write_zip(tmp_path / "out.zip", placement.files)
    names = {
        **{"7001": ("101", "hw3.ipynb"), "7002": ("101", "hw3-1.ipynb"), "7003": ("102", "my_hw_3.ipynb")},
        **{"7005": ("107", "work.zip"), "7006": ("103", "hw3.py"), "7007": ("104", "page.html")},
    }
    given = canvas(tmp_path / "out.zip", names)
    assert {user: list(files) for user, files in given.items()} == {
        **{"101": ["hw3-1.ipynb"], "102": ["my_hw_3.ipynb"], "104": ["page.html"], "107": ["work.zip"]}
    }
    notebook = json.loads(given["101"]["hw3-1.ipynb"])
    assert notebook["ü"] == 1
    assert "| **Total** | **17.5** | **20** |" in notebook["cells"][0]["source"]
    assert given["104"]["page.html"] == own[3].pages[0].read()
    with zipfile.ZipFile(io.BytesIO(given["107"]["work.zip"])) as inner:
        assert inner.read("hw3.html") == own[5].pages[0].read()
    assert {lost.student: lost.why for lost in placement.lost} == {
        "cem": "What was handed in (.py) is shown by Canvas under its own name; send the page by mail instead.",
        "eve": "submissions.zip has no file of the user 105.",
    }


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (["Ada Lovelace_9001_assignsubmission_file/hw3.ipynb"], "not Canvas's zip"),
        (["hw3.ipynb"], "not Canvas's zip"),
        (["anon_x7Qab_7001_hw3.ipynb"], "grading is anonymous"),
    ],
)
def test_another_download_is_refused(tmp_path: Path, names: list[str], what: str) -> None:
    with pytest.raises(CourseError, match=what):
        canvas_zip.place([a_feedback(tmp_path)], download(tmp_path, *names), STUDENTS, "Arithmetic")


def test_a_class_list_without_numbers_is_told(tmp_path: Path) -> None:
    nobody = parse_roster("id\nada\n", Path("roster.csv"))
    with pytest.raises(CourseError, match="no student has an lms_user_id"):
        canvas_zip.place([a_feedback(tmp_path)], download(tmp_path, "a_1_2_hw3.ipynb"), nobody, "Arithmetic")
