"""What is mounted in a sandbox, in which order, and what masks lie over it."""

import os
import sys
from pathlib import Path

import pytest

from grader.sandbox import exposure, python_parts
from grader.sandbox.exposure import Mount, mounts, show


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A folder that is shown, with a course in it that has an environment of Python and data."""
    for name in (
        "usr/share/course/tests",
        "usr/share/course/.venv/lib",
        "usr/share/course/data",
        "usr/lib",
        "elsewhere",
    ):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def told(found: list[Mount], host: Path) -> dict[str, str]:
    """Each place, and what is seen there."""
    return {str(one.place.relative_to(host)): one.target or ("shown" if one.shown else "mask") for one in found}


def test_a_course_below_what_is_shown_is_hidden_but_for_what_is_shown_of_it(host: Path) -> None:
    course = host / "usr/share/course"
    wanted = [show(host / "usr"), show(course / ".venv/lib"), show(course / "data"), show(host / "usr/lib")]
    assert told(mounts(wanted, [course, course / "tests"]), host) == {
        "usr": "shown",
        "usr/share/course": "mask",
        "usr/share/course/data": "shown",
        "usr/share/course/.venv/lib": "shown",
    }


def test_what_is_hidden_within_what_is_shown_of_a_course_stays_hidden(host: Path) -> None:
    course = host / "usr/share/course"
    (course / "data/answers").mkdir()
    found = told(mounts([show(host / "usr"), show(course / "data")], [course, course / "data/answers"]), host)
    assert found["usr/share/course/data/answers"] == "mask"


def test_where_one_place_is_both_shown_and_hidden_it_is_hidden(host: Path) -> None:
    assert told(mounts([show(host / "usr")], [host / "usr"]), host) == {"usr": "mask"}


def test_what_is_not_shown_or_not_there_needs_no_mask(host: Path) -> None:
    assert told(mounts([show(host / "usr")], [host / "elsewhere", host / "usr/nothing"]), host) == {"usr": "shown"}


def test_another_way_to_what_is_shown_is_masked_too(host: Path) -> None:
    (host / "way").symlink_to(host / "usr/share")
    found = told(mounts([show(host / "way"), show(host / "usr/share")], [host / "usr/share/course"]), host)
    assert found == {"way": "shown", "way/course": "mask", "usr/share": "shown", "usr/share/course": "mask"}


def test_a_link_that_a_mask_would_hide_is_made_again(host: Path) -> None:
    course = host / "usr/share/course"
    (course / ".venv/lib64").symlink_to("lib")
    wanted = [show(host / "usr"), exposure.link(course / ".venv/lib64"), show(course / ".venv/lib")]
    assert told(mounts(wanted, [course]), host)["usr/share/course/.venv/lib64"] == "lib"
    assert told(mounts(wanted, []), host) == {"usr": "shown"}


def test_masks_are_empty_and_closed_and_files_lie_behind_nothing(host: Path) -> None:
    (host / "usr/gradebook.db").touch()
    found = mounts([show(host / "usr")], [host / "usr/gradebook.db", host / "usr/share/course"])
    options = exposure.options(found)
    place = str(host / "usr/share/course")
    assert options[-2:] == ["--remount-ro", place]
    assert ["--perms", "0755", "--tmpfs", place] == options[options.index(place) - 3 : options.index(place) + 1]
    after = options[options.index("/dev/null") - 1 :]
    assert after[:3] == ["--ro-bind", "/dev/null", str(host / "usr/gradebook.db")]


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which an environment of Python was made, among other things."""
    prefix = tmp_path / "home"
    for name in (
        "bin",
        "lib/python3.11/site-packages",
        "lib/answers",
        "share/jupyter",
        "share/secrets",
        "etc",
        "tests",
    ):
        (prefix / name).mkdir(parents=True)
    (prefix / "bin/python3").symlink_to("/usr/bin/python3")
    for name in ("bin/grade.sh", "lib/libmkl.so.2", "pyvenv.cfg", "notes.txt"):
        (prefix / name).touch()
    (prefix / "lib64").symlink_to("lib")
    for name in ("prefix", "exec_prefix"):
        monkeypatch.setattr(sys, name, str(prefix))
    return prefix


@pytest.mark.parametrize("course", ["", "courses/adl"])
def test_of_an_environment_around_the_course_only_what_is_surely_python_s_is_shown(prefix: Path, course: str) -> None:
    (prefix / course).mkdir(parents=True, exist_ok=True)
    found = {one.place: one for one in python_parts.python_parts(prefix / course)}
    names = {str(place.relative_to(prefix)) for place in found if place.is_relative_to(prefix)}
    assert names == {"bin/python3", "lib/python3.11", "lib/libmkl.so.2", "lib64", "share/jupyter", "pyvenv.cfg"}
    assert found[prefix / "lib64"].target == "lib"
    assert found[prefix / "bin/python3"].target == "/usr/bin/python3"


def test_of_an_environment_elsewhere_its_own_folders_are_shown(prefix: Path, tmp_path: Path) -> None:
    found = {one.place for one in python_parts.python_parts(tmp_path / "course")}
    names = {str(place.relative_to(prefix)) for place in found if place.is_relative_to(prefix)}
    assert names == {"bin", "lib", "lib64", "share", "etc", "pyvenv.cfg"}


def test_conda_s_python_keeps_what_conda_lays_beside_it(prefix: Path) -> None:
    (prefix / "conda-meta").mkdir()
    (prefix / "ssl").mkdir()
    found = {one.place for one in python_parts.python_parts(prefix)}
    assert {prefix / name for name in ("lib", "ssl", "conda-meta")} <= found
    assert prefix / "tests" not in found


def test_all_of_the_running_python_is_there() -> None:
    shown = [one.shown for one in python_parts.python_parts(None) if one.shown is not None]
    for path in (os.__file__, pytest.__file__, sys.executable):
        assert any(Path(path).resolve().is_relative_to(one) for one in shown), path
