"""Before a submission is copied, what is no plain file or folder goes: nbgrader would follow links."""

import os
import socket
from pathlib import Path

import pytest

from grader.files.links import drop_links, left_out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission with plain files, and a secret beside it."""
    folder = tmp_path / "submitted" / "hw3"
    (folder / "data").mkdir(parents=True)
    (folder / "hw3.ipynb").write_text("{}")
    (folder / "data" / "points.csv").write_text("1,2")
    (tmp_path / "secret.txt").write_text("hidden")
    return folder


def dropped(folder: Path) -> set[str]:
    drop_links([str(folder)])
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


PLAIN = {"hw3.ipynb", "data", "data/points.csv"}


def test_plain_files_and_folders_stay(folder: Path) -> None:
    assert dropped(folder) == PLAIN


@pytest.mark.parametrize("target", ["../../secret.txt", "../..", "/etc/passwd", "/dev/zero", "nowhere", "data", "."])
@pytest.mark.parametrize("name", ["link", "data/link", "data.csv"])
def test_links_go_and_what_they_point_to_stays(folder: Path, name: str, target: str) -> None:
    (folder / name).symlink_to(target)
    assert dropped(folder) == PLAIN
    assert (folder / "../../secret.txt").read_text() == "hidden"


def test_the_notebook_itself_may_be_a_link(folder: Path) -> None:
    (folder / "hw3.ipynb").unlink()
    (folder / "hw3.ipynb").symlink_to("../../secret.txt")
    assert dropped(folder) == PLAIN - {"hw3.ipynb"}
    assert (folder / "../../secret.txt").read_text() == "hidden"


def test_links_that_go_round_in_circles_go(folder: Path) -> None:
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    (folder / "data" / "up").symlink_to("..")
    assert dropped(folder) == PLAIN


def test_pipes_and_sockets_go(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(folder)  # a socket's path is short
        listener.bind("socket")
        os.chdir(here)
    assert dropped(folder) == PLAIN


def test_names_with_line_breaks_are_no_hindrance(folder: Path) -> None:
    (folder / "a\nb").symlink_to("/etc/passwd")
    (folder / os.fsdecode(b"\xff\xfe")).symlink_to("/etc/passwd")
    assert dropped(folder) == PLAIN


def test_what_was_dropped_is_told_by_kind_and_name(folder: Path) -> None:
    (folder / "data.csv").symlink_to("/etc/passwd")
    os.mkfifo(folder / "data" / "pipe")
    told = {fact.rpartition(": ")[2]: times for fact, times in drop_links([str(folder)]).items()}
    assert told == {"link data.csv": 1, "named pipe pipe": 1}
    assert not left_out([str(folder)])
