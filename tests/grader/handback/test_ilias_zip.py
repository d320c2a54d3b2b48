"""ILIAS's multi-feedback zip, filled and read back by ILIAS's own rules."""

import zipfile
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handback import ilias_zip
from grader.handback.packing import write_zip
from grader.roster import parse_roster
from tests.support.handed_back import ROSTER, a_feedback
from tests.support.platforms_rules import ilias

STUDENTS = parse_roster(ROSTER, Path("roster.csv"))
TOP = "multi_feedback_Homework_3_77"


def empty(folder: Path, *names: str, more: dict[str, str] | None = None) -> Path:
    path = folder / "empty.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (f"{TOP}/", *(f"{TOP}/{name}/" for name in names)):
            archive.writestr(name, "")
        for name, text in (more or {}).items():
            archive.writestr(name, text)
    return path


def test_ilias_gives_each_page_to_the_student_whose_it_is(tmp_path: Path) -> None:
    source = empty(
        tmp_path,
        *("Lovelace_Ada_somebody_101", "Okri_Ben_bokri_5002", "Mueller-Luedenscheidt_Zoe_zm1_5007", "Else_Some_se_9"),
        more={f"{TOP}/Okri_Ben_bokri_5002/note.pdf": "a person's"},
    )
    own = [a_feedback(tmp_path, student) for student in ("ada", "ben", "cem", "zoe")]
    placement = ilias_zip.place(own, source, STUDENTS)
    write_zip(tmp_path / "filled.zip", placement.files)
    pages = {feedback.student.id: {"hw3.html": feedback.pages[0].read()} for feedback in own}
    assert ilias(tmp_path / "filled.zip", {"101", "5002", "5007", "9"}) == {
        "101": pages["ada"],
        "5002": {**pages["ben"], "note.pdf": b"a person's"},
        "5007": pages["zoe"],
    }
    assert [(lost.student, lost.why) for lost in placement.lost] == [
        ("cem", "No folder of empty.zip has this student's lms_user_id, login or name.")
    ]
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(tmp_path / "filled.zip") as after:
        assert set(before.namelist()) <= set(after.namelist())


def test_two_folders_of_one_student_are_told(tmp_path: Path) -> None:
    source = empty(tmp_path, "Lovelace_Ada_alovelace_7", "Lovelace_Ada_alovelace_8")
    [lost] = ilias_zip.place([a_feedback(tmp_path)], source, STUDENTS).lost
    assert lost.why.startswith("Several folders of empty.zip could be meant: ")


@pytest.mark.parametrize(
    "name", ["hw3.ipynb", "../multi_feedback/x/", "other/x/", f"{TOP}/../x/hw3.html", "/multi_feedback/x/"]
)
def test_another_zip_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseError, match="no multi-feedback zip"):
        ilias_zip.place([a_feedback(tmp_path)], empty(tmp_path, "Lovelace_Ada_al_7", more={name: ""}), STUDENTS)


def test_a_zip_without_a_student_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no folder of a student"):
        ilias_zip.place([a_feedback(tmp_path)], empty(tmp_path), STUDENTS)


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ilias_zip, "MOST_BYTES", 10)
    source = empty(tmp_path, "Lovelace_Ada_al_7", more={f"{TOP}/Lovelace_Ada_al_7/large.pdf": "x" * 11})
    with pytest.raises(CourseError, match="too large"):
        ilias_zip.place([a_feedback(tmp_path)], source, STUDENTS)
