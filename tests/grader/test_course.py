"""A course is found, its parts are named, and what is amiss comes with a remedy."""

import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import Exchange
from traitlets.config import Config

from grader.confidential import EXCHANGE
from grader.course import FOLDERS, Course
from grader.errors import CourseError


def test_when_a_folder_lies_in_a_course_then_the_course_is_found(little):
    inside = little.root / "source" / "double"
    assert Course.find(inside) == Course.find(little.root) == Course(little.root.resolve())


def test_when_no_folder_is_given_then_the_working_directory_counts(little, monkeypatch):
    monkeypatch.chdir(little.root / "tests")
    assert Course.find() == Course(little.root.resolve())


def test_when_there_is_no_course_then_the_error_says_how_to_name_one(tmp_path):
    with pytest.raises(CourseError) as caught:
        Course.find(tmp_path)
    told = f"{tmp_path.resolve()}: no nbgrader_config.py here or above. Run this inside a course, or pass --course."
    assert str(caught.value) == told


def test_when_a_course_is_copied_then_its_settings_point_to_the_copy(little):
    assert little.config.CourseDirectory.root == str(little.root)
    assert little.config.CourseDirectory.solution_directory == "solutions"
    assert little.database == f"sqlite:///{little.root}/gradebook.db?timeout=60"
    assert little.folder("submitted", "ada", "double") == little.root / "submitted" / "ada" / "double"


def test_when_a_command_changes_settings_then_the_course_itself_stays_as_it_is(little):
    other = little.changed(SandboxProvisioner={"enabled": False}).changed(SandboxProvisioner={"memory_mib": 7})
    assert (other.config.SandboxProvisioner.enabled, other.config.SandboxProvisioner.memory_mib) == (False, 7)
    assert "enabled" not in little.config.SandboxProvisioner
    little.config.SandboxProvisioner.enabled = False
    assert "enabled" not in little.config.SandboxProvisioner
    assert other.config.CourseDirectory == little.config.CourseDirectory


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"autograded_directory": "marked", "db_url": "sqlite:////elsewhere/marks.db"},
        {"directory_structure": "/class/{student_id}/{nbgrader_step}/{assignment_id}"},
    ],
)
def test_when_nbgrader_is_asked_then_folders_and_gradebook_are_where_it_has_them(tmp_path, settings):
    (tmp_path / "nbgrader_config.py").write_text("")
    course = Course(tmp_path).changed(CourseDirectory=settings)
    directory = CourseDirectory(config=course.config)
    assert course.database == directory.db_url
    for step in FOLDERS:
        path = directory.format_path(getattr(directory, f"{step}_directory"), "ada", "hw3")
        assert str(course.folder(step, "ada", "hw3")) == path


def test_when_nbgrader_names_no_exchange_then_ours_is_its_own():
    assert Exchange(config=Config()).root == EXCHANGE


def test_when_every_step_is_configured_then_each_of_them_exists(course):
    from traitlets.utils.importstring import import_item

    config = course.config
    lists = [config.GenerateAssignment.preprocessors, config.GenerateSolution.preprocessors]
    lists += [config.Autograde.sanitize_preprocessors, config.Autograde.autograde_preprocessors]
    for steps in lists:
        for name in steps:
            assert callable(import_item(name))
    assert callable(import_item(config.Autograde.pre_convert_hook))


def test_when_an_assignment_has_hidden_tests_then_their_folder_is_known(little):
    assert little.hidden("double") == little.root / "tests" / "double"
    assert little.hidden("halve") is None


def test_when_notebooks_are_asked_for_then_each_room_has_its_own(little):
    for room in ("source", "release", "solutions"):
        assert little.notebook("double", room) == little.root / room / "double" / "double.ipynb"
    assert little.assignments() == ["double"]
    assert little.result_file("double", "ada") == little.root / "reports" / "double" / "results" / "ada.json"


def test_when_an_assignment_is_unknown_then_the_error_names_those_there_are(little):
    with pytest.raises(CourseError, match=r"source/halve: no notebook\. Assignments of this course: double\.$"):
        little.notebook("halve")


def test_when_there_are_no_assignments_then_the_error_says_none(tmp_path):
    with pytest.raises(CourseError, match=r"Assignments of this course: none\.$"):
        Course(tmp_path).notebook("double")


def test_when_a_folder_under_source_cannot_be_an_assignment_then_it_is_none(little):
    folder = little.root / "source" / "hw+4"
    folder.mkdir()
    (folder / "hw4.ipynb").write_bytes(little.notebook("double").read_bytes())
    assert little.assignments() == ["double"]
    with pytest.raises(CourseError, match="'hw\\+4': nbgrader cannot use this name for an assignment"):
        little.notebooks("hw+4")


def test_when_an_assignment_has_two_notebooks_then_the_one_cannot_be_told(little):
    path = little.notebook("double")
    path.with_name("second.ipynb").write_bytes(path.read_bytes())
    assert len(little.notebooks("double")) == 2
    with pytest.raises(CourseError, match=r"2 notebooks instead of one\. An assignment .* make two assignments\."):
        little.notebook("double")


def test_when_a_secret_is_asked_for_twice_then_it_is_the_same_and_nobody_elses(little):
    first = little.secret
    assert Course(little.root).secret == first
    assert len(first) == 64
    assert (little.root / ".secret").stat().st_mode & 0o777 == 0o600
