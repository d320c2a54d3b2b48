"""Temporary folders: those of graders that live stay, those of the dead go."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.judging import check
from grader.storage import scratch

OTHER = """
import sys, time
from grader.storage import scratch
with scratch.folder("test") as place:
    open(f"{place}/file", "w").close()
    print(place, flush=True)
    time.sleep(1000)
"""


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_when_a_grader_is_killed_then_the_next_removes_its_folder_and_until_then_none_does(tmp_path: Path) -> None:
    command, place = [sys.executable, "-c", OTHER], {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env=place, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        theirs = Path(other.stdout.readline().strip())
        assert theirs.parent == tmp_path
        with scratch.folder("test") as ours:
            assert Path(ours) != theirs
            assert (theirs / "file").exists()
        assert not Path(ours).exists()
        other.send_signal(signal.SIGKILL)
        other.wait()
    with scratch.folder("another"):
        assert theirs.exists()
    with scratch.folder("test"):
        assert not theirs.exists()


def test_when_a_link_bears_the_name_of_such_a_folder_then_what_it_points_to_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "grader-test-link").symlink_to(tmp_path / "mine")
    with scratch.folder("test"):
        assert (tmp_path / "mine").is_dir()


def test_when_a_check_was_killed_then_the_next_removes_what_it_left(course: Course, tmp_path: Path) -> None:
    left, empty = tmp_path / "grader-check-left", tmp_path / "empty"
    left.mkdir()
    empty.mkdir()
    with pytest.raises(UnreadableSubmission), check.opened(course, "hw3", empty):
        pass
    assert not left.exists()
