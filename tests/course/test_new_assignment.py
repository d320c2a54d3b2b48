"""What `grader new` lays out releases and grades as it is, by the very commands of docs/new-assignment.md."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import Course
from grader.course_copy import scratch_copy
from grader.errors import CourseError
from grader.release.new import lay_out

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture
def empty(tmp_path: Path) -> Course:
    """A course without assignments, with this one's settings."""
    return scratch_copy(Course(ROOT), tmp_path / "course", "hw4", ())


def commands() -> list[str]:
    text = (ROOT / "docs" / "new-assignment.md").read_text(encoding="utf-8")
    first = re.split(r"^## ", text, flags=re.MULTILINE)[1]
    return [line.strip() for line in first.splitlines() if line.startswith("    ")]


@pytest.mark.kernel
def test_the_page_s_commands_lead_from_nothing_to_a_grade(empty: Course) -> None:
    env = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    for command in commands():
        line = command.replace(".venv/bin/", f"{BIN}/")
        done = subprocess.run(line, shell=True, cwd=empty.root, env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    result = json.loads(empty.result_file("hw4", "ada").read_text(encoding="utf-8"))
    assert (result["status"], result["score"], result["max"]) == ("graded", 5.0, 5.0)
    assert "Ada has 5 of 5 points" in (ROOT / "docs" / "new-assignment.md").read_text(encoding="utf-8")


def test_what_is_there_is_left_alone(empty: Course) -> None:
    lay_out(empty, "hw4")
    with pytest.raises(CourseError, match="it exists already"):
        lay_out(empty, "hw4")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "hw 4", "4hw", "hw-4"])
def test_a_name_that_cannot_be_one_is_refused(empty: Course, name: str) -> None:
    before = sorted(empty.root.rglob("*"))
    with pytest.raises(CourseError):
        lay_out(empty, name)
    assert sorted(empty.root.rglob("*")) == before


def test_two_new_assignments_share_no_grade_id(empty: Course) -> None:
    first, second = lay_out(empty, "hw4"), lay_out(empty, "hw5")
    texts = [(empty.root / made[0]).read_text(encoding="utf-8") for made in (first, second)]
    ids = [set(re.findall(r'"grade_id": "(.*?)"', text)) for text in texts]
    assert ids[0]
    assert not ids[0] & ids[1]
