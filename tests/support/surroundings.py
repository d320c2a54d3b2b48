"""What lies around a sandbox and must stay as it is: a small course, files, an environment, open sockets."""

import hashlib
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Self
from unittest import mock

import nbformat

from grader.bank.answers import compose, excerpt, find_answer
from grader.course import CONFIG, Course
from grader.course_copy import scratch_copy
from grader.notebooks import read_notebook

HONEST = "right/score_inverse"
SECRET = "GRADER_CANARY"
MARK = "hostile-trace-"


def small_course(course: Course, folder: Path) -> Course:
    """A course with the first task of hw3 and its solution, and what another student handed in for it."""
    small = Course(folder)
    notebook = excerpt(read_notebook(course.notebook("hw3", "release")), "score")
    right = compose(notebook, {"score": find_answer(course, "hw3", HONEST).source})
    for room, content in (("source", right), ("release", notebook), ("submitted/other", right)):
        (small.root / room / "hw3").mkdir(parents=True)
        nbformat.write(content, small.root / room / "hw3" / "hw3.ipynb")
    return scratch_copy(course, small.root, "hw3", ["tests"])


class Surroundings:
    """Plants canaries, and says which of them an attack reached.

    Args:
        course: the course whose files must stay as they are; what grading itself writes is left out.
    """

    def __init__(self, course: Course) -> None:
        self.course = course

    def __enter__(self) -> Self:
        with ExitStack() as planted:
            self._scratch = Path(tempfile.mkdtemp(prefix="grader-canary-"))
            self._home = Path.home() / f".{self._scratch.name}"
            planted.callback(self._home.unlink, missing_ok=True)
            self._home.write_text("untouched")
            planted.callback(shutil.rmtree, self._scratch, ignore_errors=True)
            shutil.copy(self.course.root / "tests" / "hw3" / "reference.py", self._scratch)
            for path in (self._scratch, *self._scratch.iterdir()):
                path.chmod(0o777)  # nothing but the sandbox protects it
            planted.enter_context(mock.patch.dict(os.environ, {SECRET: "untouched", "PYTHONDONTWRITEBYTECODE": "1"}))
            planted.enter_context(mock.patch.object(sys, "dont_write_bytecode", True))  # compiled tests are no trace
            self._sockets = [planted.enter_context(one) for one in self._listening()]
            self._planted = planted.pop_all()
        self._before = self._digests()
        return self

    def __exit__(self, *exc: object) -> None:
        self._planted.close()

    def _listening(self) -> Iterable[socket.socket]:
        local = ("127.0.0.1", 0)
        for family, kind, address in (
            (socket.AF_INET, socket.SOCK_STREAM, local),
            (socket.AF_INET, socket.SOCK_DGRAM, local),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"{self._scratch}/socket"),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self._scratch.name}"),
        ):
            one = socket.socket(family, kind)
            one.bind(address)
            if kind == socket.SOCK_STREAM:
                one.listen()
            one.setblocking(False)
            yield one

    def _digests(self) -> dict[Path, str]:
        rooms = [self.course.root / room for room in ("source", "release", "tests", "submitted/other")]
        paths = [path for room in (*rooms, self._scratch) for path in room.rglob("*")]
        paths += [self._home, self.course.root / CONFIG, self.course.root / "gradebook.db"]
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}

    def disturbed(self, attack: str, written: Iterable[Path] = ()) -> list[str]:
        """Files that changed, but for those that grading writes, connections, and files and processes of the attack's.

        Args:
            attack: its name, which its traces bear.
            written: files that grading itself may change.
        """
        now = self._digests()
        changed = {path for path in {*now, *self._before} if now.get(path) != self._before.get(path)}
        return [*map(str, changed - {*written}), *self._connections(), *_traces(self.course.root, MARK + attack)]

    def _connections(self) -> list[str]:
        found = []
        for one in self._sockets:
            try:
                said = one.accept() if one.type == socket.SOCK_STREAM else one.recv(512)
                found.append(f"{one.getsockname()!r} was reached: {said!r}")
            except BlockingIOError:
                continue
        return found


def _traces(root: Path, mark: str) -> list[str]:
    folders = (Path("/"), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home(), Path.cwd(), root)
    found = [str(path) for folder in folders for path in folder.glob(f"{mark}*")]
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in process.read_bytes():
                found.append(str(process))
        except OSError:  # it has ended
            continue
    return found
