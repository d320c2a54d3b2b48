"""Each layer between students' code and files, taken away: those of the host, of others, and its own as handed in."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox.bwrap import WORK
from tests.support.layers import Proves, Tries, Without

ROOT = os.geteuid() == 0
root = pytest.mark.skipif(not ROOT, reason="a layer of root's sandboxes")


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder that everybody may write to, with a file that its owner alone may read."""
    folder = Path(tempfile.mkdtemp(prefix="grader-layers-"))
    folder.chmod(0o777)
    (folder / "plain.txt").write_text("plain")
    (folder / "plain.txt").chmod(0o644)
    (folder / "secret.txt").write_text("secret")
    (folder / "secret.txt").chmod(0o600)
    yield folder
    shutil.rmtree(folder)


@root
def test_root_s_files(proves: Proves, data: Path) -> None:
    read = {"file": "open(f'{data}/secret.txt').read() == 'secret'"}
    proves(read, lambda without: without.uid(), readable=(str(data),), data=str(data))


def test_files_shown_read_only(proves: Proves, data: Path) -> None:
    write = {"write": "open(f'{data}/trace', 'w')", "change": "not os.rename(f'{data}/plain.txt', f'{data}/other')"}
    place = (str(data), str(data))
    proves(
        write,
        lambda without: without.option("--ro-bind", *place, instead=("--bind", *place)),
        lambda without: without.outer("--ro-bind", *place, instead=("--bind", *place)),
        readable=(str(data),),
        data=str(data),
    )
    assert sorted(path.name for path in data.iterdir()) == ["other", "secret.txt", "trace"]


def test_files_not_shown(proves: Proves, data: Path) -> None:
    proves(
        {"read": "open(f'/run/host{data}/plain.txt').read() == 'plain'"},
        lambda without: without.option("--chdir", WORK, instead=("--ro-bind-try", "/run/host", "/run/host")),
        lambda without: without.outer("--chdir", WORK, instead=("--ro-bind", "/", "/run/host")),
        data=str(data),
    )


def test_room_in_the_sandbox_s_own_folders(proves: Proves) -> None:
    write = {"write": "open('/run/trace', 'wb').write(bytes(2**20))"}
    layers = [lambda without: without.option("--remount-ro", "/"), lambda without: without.uid()]
    proves(write, *layers[: 1 + ROOT])


def test_the_submission_as_it_was_handed_in(tries: Tries, tmp_path: Path) -> None:
    answer = tmp_path / "handed-in" / "answer.txt"
    answer.parent.mkdir()
    answer.parent.chmod(0o777)
    answer.write_text("before")
    answer.chmod(0o666)
    write, work = {"write": "open('answer.txt', 'w').write('after')"}, ("--perms", "0777", "--dir", WORK)
    tries(write)
    assert answer.read_text() == "before"
    shown = [
        lambda without: without.option(*work, instead=("--bind", WORK, WORK)),
        lambda without: without.outer(*work, instead=("--bind", str(answer.parent), WORK)),
    ]
    for layer in shown:
        tries(write, layer)
        assert answer.read_text() == "before"
    tries(write, *shown)
    assert answer.read_text() == "after"


def test_what_the_submission_before_left(tries: Tries) -> None:
    leave, find = {"leave": "open('/tmp/trace', 'w').write('x')"}, {"find": "open('/tmp/trace').read() == 'x'"}
    own = ("--perms", "1777", "--size", str(16 << 20), "--tmpfs", "/tmp")

    def shared(without: Without) -> None:
        without.option(*own, instead=("--bind", "/tmp", "/tmp"))  # those of the warm process

    assert [tries(leave), tries(find)] == [{"leave": "done"}, {"find": "FileNotFoundError"}]
    assert [tries(leave, shared), tries(find, shared)] == [{"leave": "done"}, {"find": "done"}]
