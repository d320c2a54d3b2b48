"""`grader hand-back` into the zips that Moodle, ILIAS and Canvas take."""

import zipfile
from pathlib import Path

import pytest

from grader.course import Course
from grader.handback.ledger import Ledger
from tests.support.handing_back import run

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn


def test_moodle_s_zip_is_written_and_noted(graded_class: Course, tmp_path: Path) -> None:
    worksheet, target = tmp_path / "worksheet.csv", tmp_path / "feedback.zip"
    worksheet.write_text(
        "Identifier,Full name,Email address\n"
        "Participant 9,Ada Lovelace,ada@example.org\nParticipant 8,B,ben@example.org\n"
    )
    done = run(graded_class, "--moodle", target, "--worksheet", worksheet)
    assert f"2 of 4 written: {target}" in done.output
    assert "zoe: No row of worksheet.csv" in done.output
    assert done.exit_code == 1
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["Ada Lovelace_9_assignfeedback_file/hw3.html", "B_8_assignfeedback_file/hw3.html"]
    assert [record.way for record in Ledger.of(graded_class, "hw3").records("ada")] == ["moodle"]
    before = target.read_bytes()
    done = run(graded_class, "--moodle", target, "--worksheet", worksheet, "--student", "ada", "--student", "ben")
    assert (done.exit_code, target.read_bytes()) == (0, before)
    assert run(graded_class, "--moodle", worksheet, "--worksheet", worksheet).exit_code == 2


def test_ilias_s_zip_is_filled_beside_the_empty_one(graded_class: Course, tmp_path: Path) -> None:
    empty = tmp_path / "multi_feedback_hw3_7.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        for name in ("Lovelace_Ada_al_101", "Okri_Ben_bo_102", "Adams_Eve_ea_105", "Mueller_Zoe_zm_107"):
            archive.writestr(f"multi_feedback_hw3_7/{name}/", "")
    before = empty.read_bytes()
    done = run(graded_class, "--ilias", empty)
    assert "4 of 4 written" in done.output
    assert empty.read_bytes() == before
    with zipfile.ZipFile(tmp_path / "multi_feedback_hw3_7-filled.zip") as archive:
        assert "multi_feedback_hw3_7/Adams_Eve_ea_105/hw3.html" in archive.namelist()


def test_canvas_s_zip_needs_the_download(graded_class: Course, tmp_path: Path) -> None:
    download, target = tmp_path / "submissions.zip", tmp_path / "re-upload.zip"
    with zipfile.ZipFile(download, "w") as archive:
        archive.writestr("lovelaceada_101_7001_hw3.ipynb", "{}")
    done = run(graded_class, "--canvas", target, "--download", download, "--student", "ada")
    assert "1 of 1 written" in done.output
    assert done.exit_code == 0
    refused = run(graded_class, "--canvas", download, "--download", download, "--student", "ada")
    assert "the new zip would replace" in refused.output
