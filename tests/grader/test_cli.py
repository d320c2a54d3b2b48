"""The command line: what goes wrong is said in one line, and what machines read is nothing but JSON."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader import cli
from grader.course import Course

BIN = Path(sys.executable).parent
COMMANDS = ("release", "grade", "check", "report")


def grader(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def refused(*arguments: object) -> str:
    """What a command says that cannot be done; on one line, without the words that rich or click put before it."""
    done = grader(*arguments)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert isinstance(done.exception, SystemExit)
    return done.stderr.rpartition("Error: ")[2].strip()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_when_help_is_asked_for_then_it_is_given(command):
    done = grader(*command.split(), "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith("Usage: ")


def test_when_help_is_asked_for_then_all_commands_are_named():
    assert all(command in grader("--help").stdout for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["release"],
        ["grade"],
        ["check"],
        ["report"],
        ["grade", "hw3", "--jobs", "0"],
        ["grade", "hw3", "--jobs", "many"],
        ["grade", "hw3", "--fast"],
        ["check", "nowhere.ipynb"],
        ["--course", "/nowhere/at/all", "report", "hw3"],
    ],
    ids=" ".join,
)
def test_when_arguments_are_wrong_then_it_is_a_usage_error(arguments):
    assert "\n" not in refused(*arguments)


@pytest.mark.parametrize("command", ["release", "grade", "report"])
def test_when_an_assignment_is_unknown_then_those_there_are_are_named(little, command):
    told = refused("--course", little.root, command, "halve")
    assert told == f"{little.root}/source/halve: no notebook. Assignments of this course: double."


@pytest.mark.parametrize("command", ["release", "grade", "report"])
def test_when_the_folder_is_no_course_then_the_remedy_is_to_name_one(tmp_path, command):
    told = refused("--course", tmp_path, command, "double")
    assert told == f"{tmp_path}: no nbgrader_config.py here or above. Run this inside a course, or pass --course."


@pytest.mark.parametrize("command", ["release", "grade", "report", "bank"])
def test_when_nbgrader_cannot_use_the_name_of_an_assignment_then_every_command_says_so(little, command):
    assert "'hw+4': nbgrader cannot use this name" in refused("--course", little.root, command, "hw+4")


@pytest.mark.parametrize(
    "name", ["hw+4", "hw*", "[hw]", ".", "..", "../double", "double/", " hw4", "", "-4", "h\nw", "{x}"]
)
def test_when_nbgrader_cannot_use_the_name_of_an_assignment_then_one_line_says_so(little, name):
    told = refused("--course", little.root, "report", "--", name)
    assert told.startswith(f"{name!r}: nbgrader cannot use this name for an assignment. Use letters,")
    assert "\n" not in told


def test_when_a_notebook_is_checked_against_such_an_assignment_then_it_is_refused_too(little):
    told = refused("--course", little.root, "check", little.notebook("double"), "--assignment", "hw+4")
    assert told.startswith("'hw+4': nbgrader cannot use this name for an assignment.")


@pytest.mark.parametrize("name", ["ADL [2024]", "what? now", "a*", "100%25", "$HOME"])
@pytest.mark.parametrize(
    "command", [["release"], ["grade"], ["report"], ["bank"], ["check", "--assignment"]], ids=" ".join
)
def test_when_nbgrader_would_misread_the_course_s_folder_then_every_command_says_so(little, tmp_path, command, name):
    root = little.root.rename(tmp_path / name)
    notebook = [root / "release" / "double" / "double.ipynb"] if "check" in command else []
    told = refused("--course", root, *command, "double", *notebook)
    assert told.startswith(f"{root}: a course cannot be here: nbgrader would interpret ")
    assert told.endswith("Rename that folder, or move the course.")
    assert not (tmp_path / "what").exists()


def test_when_nbgrader_is_started_in_such_a_folder_then_it_says_so_and_does_nothing(little, tmp_path):
    root = little.root.rename(tmp_path / "ADL [2024]")
    done = subprocess.run(
        [BIN / "nbgrader", "autograde", "double"], cwd=root, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith(f"Error: {root}: a course cannot be here")
    assert "Traceback" not in done.stderr
    assert not (root / "gradebook.db").exists()


def test_when_nothing_was_handed_in_then_the_remedy_says_where_to_put_it(little):
    told = refused("--course", little.root, "grade", "double")
    assert told == "no submissions. Put them into submitted/<student>/double/."


def test_when_a_student_handed_in_nothing_then_the_folder_is_named(little):
    (little.root / "submitted" / "ada" / "double").mkdir(parents=True)
    told = refused("--course", little.root, "grade", "double", "--student", "ada", "--student", "ben")
    assert told == "nothing handed in under submitted/ben/double/."


def test_when_the_assignment_of_a_notebook_has_no_hidden_tests_then_check_names_those_that_have(little):
    told = refused("--course", little.root, "check", little.notebook("double"), "--assignment", "halve")
    assert told == "halve: it has no hidden tests. Assignments that have: double."


def test_when_a_path_looks_like_markup_then_it_is_printed_as_it_is(tmp_path):
    folder = tmp_path / "[red]course"
    folder.mkdir()
    assert refused("--course", folder, "report", "double").startswith(f"{folder}: ")


def test_when_the_gradebook_is_empty_then_a_report_is_no_traceback(little):
    done = grader("--course", little.root, "report", "double")
    assert done.exit_code in (0, 2), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_when_a_notebook_is_checked_then_points_and_hints_are_printed(little):
    done = grader("--course", little.root, "check", little.notebook("double", "release"))
    assert done.exit_code == 0, done.output
    assert "double: 0 of 4 points" in done.stdout
    assert "graded: 0 of 4 automatic points" in done.stdout
    assert "Warning" not in done.output


def test_when_the_sandbox_is_left_out_then_a_warning_stands_apart_from_the_result(little):
    solution = little.notebook("double", "solutions")
    done = grader("--course", little.root, "check", "--no-sandbox", "--json", solution)
    assert done.exit_code == 0, done.output
    assert done.stderr == "Warning: no sandbox: the notebook's code runs with all of your permissions.\n"
    assert json.loads(done.stdout)["score"] == 4


@pytest.mark.slow
def test_when_the_solution_is_checked_then_the_agreed_json_is_all_there_is(course: Course):
    command = [BIN / "grader", "check", course.notebook("hw3", "solutions"), "--json"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=300, check=True)
    result = json.loads(done.stdout)
    assert list(result) == ["version", "assignment", "status", "score", "max", "tasks"]
    tests = [test for task in result.pop("tasks") for test in [task, *task.pop("tests")]]
    assert result == {"version": 1, "assignment": "hw3", "status": "graded", "score": 90, "max": 90}
    tasks = [test for test in tests if "id" in test]
    assert [task["id"] for task in tasks] == ["score", "langevin", "scorenet", "loss", "sampler"]
    assert all(set(task) == {"id", "points", "max"} and task["points"] == task["max"] for task in tasks)
    checks = [test for test in tests if "id" not in test]
    assert all(set(check) == {"name", "outcome", "points", "max", "message"} for check in checks)
    assert {check["outcome"] for check in checks} == {"passed"}
