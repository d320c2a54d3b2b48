"""What of a course no student's code may see, and settings that would show it."""

import os
from pathlib import Path

import pytest
from traitlets.config import Config

from grader.confidential import Confidential
from grader.course import Course
from grader.errors import SandboxError
from grader.kernel.student_kernel import StudentKernel
from grader.sandbox import bwrap


def names(found: Confidential) -> set[str]:
    assert found.root is not None
    return {str(path.relative_to(found.root)) for path in found.hidden if path.is_relative_to(found.root)}


def test_all_but_the_release_is_hidden_of_a_course(little: Course) -> None:
    hidden = names(Confidential.of(little.config))
    assert hidden >= {"tests", "source", "solutions", "submitted", "autograded", "feedback", "reports", ".secret"}
    assert hidden >= {"gradebook.db", "gradebook.db-journal", "nbgrader_config.py", ".git"}
    assert hidden >= {"handed-in", "exports", "drafts", "roster.csv", "extensions.csv"}
    assert "release" not in hidden


def test_without_settings_the_working_directory_tells_the_course(
    little: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(little.root / "release")
    assert Confidential.of(Config()).root == little.root.resolve()


def test_where_there_is_no_course_only_the_exchange_is_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = Confidential.of(Config(Exchange={"root": str(tmp_path / "exchange")}))
    assert found.root is None
    assert tmp_path.resolve() / "exchange" in found.hidden


def test_what_the_course_s_own_settings_name_counts_beside_those_of_one_run(little: Course, tmp_path: Path) -> None:
    settings = little.root / "nbgrader_config.py"
    elsewhere = {name: tmp_path / name for name in ("submitted", "source")}
    lines = [f"c.CourseDirectory.{name}_directory = {str(path)!r}" for name, path in elsewhere.items()]
    lines.append(f"c.CourseDirectory.db_url = 'sqlite:///{tmp_path}/marks.db?timeout=60'")
    settings.write_text("\n".join([settings.read_text(), *lines]))
    run = Config(CourseDirectory={"root": str(little.root), "submitted_directory": str(tmp_path / "staged")})
    hidden = Confidential.of(run).hidden
    assert {*elsewhere.values(), tmp_path / "staged", tmp_path / "marks.db", tmp_path / "marks.db-wal"} <= set(hidden)


def test_where_each_student_has_a_folder_of_the_steps_all_of_them_are_hidden(little: Course, tmp_path: Path) -> None:
    little = little.changed(
        CourseDirectory={"directory_structure": f"{tmp_path}/class/{{student_id}}/{{nbgrader_step}}"}
    )
    assert tmp_path / "class" in Confidential.of(little.config).of_students


def readable(course: Course, path: Path) -> None:
    bwrap.exposed([str(path)], Confidential.of(course.config))


@pytest.mark.parametrize("name", ["data", "release/double", "docs"])
def test_harmless_parts_of_a_course_may_be_readable(little: Course, name: str) -> None:
    (little.root / name).mkdir(exist_ok=True, parents=True)
    readable(little, little.root / name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (".", "."),
        ("..", "."),
        ("tests", "tests"),
        ("tests/double", "tests"),
        ("source/double", "source"),
        ("submitted", "submitted"),
        (".git", ".git"),
        ("data", "data/marks.db"),
        ("way", "tests"),
    ],
)
def test_a_readable_folder_that_would_show_the_course_is_refused(little: Course, name: str, shown: str) -> None:
    for folder in ("data", "submitted", ".git"):
        (little.root / folder).mkdir(exist_ok=True)
    (little.root / "data/marks.db").touch()
    little = little.changed(CourseDirectory={"db_url": f"sqlite:///{little.root}/data/marks.db"})
    (little.root / "way").symlink_to(little.root / "tests")
    with pytest.raises(SandboxError) as error:
        readable(little, little.root / name)
    for part in ("SandboxProvisioner.readable", f"would expose {(little.root / shown).resolve()}", "Name a"):
        assert part in str(error.value)


def test_a_readable_folder_that_is_missing_is_named(little: Course) -> None:
    with pytest.raises(SandboxError, match="/nowhere does not exist"):
        readable(little, Path("/nowhere"))


@pytest.mark.kernel
def test_no_kernel_starts_that_could_read_the_course(little: Course, tmp_path: Path) -> None:
    little = little.changed(SandboxProvisioner={"readable": [os.fspath(little.root)]})
    with pytest.raises(SandboxError, match="would expose"):
        StudentKernel(str(tmp_path), little.config).start()
