"""The files of a submission, and those that students are given, on their way to where a kernel works."""

import json
import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from grader.errors import GradingFailed
from grader.files.links import irregular
from grader.files.tree import Tree, files
from grader.observations import LEFT_OUT, NO_ROOM, NOT_READ, NOT_WRITTEN
from grader.process.load import LOOK

BLOCK = 4096  # bytes that scratch space takes for an entry at least
MAX_DEPTH = 64  # folders within folders
MAX_ENTRIES = 50_000
MAX_PATH = 3000  # bytes; a path may have 4,095 in all
PIECE = 1 << 16


class Receiver(Protocol):
    """Where files are laid out; what is left out is counted, by fact."""

    def send(self, folder: str, told: Counter[str], without: str | None = None) -> None:
        """Lay out a folder's plain files, but for those whose names end in a certain way."""

    def close(self) -> None:
        """Lay out no more."""


class Line:
    """A line to a sandbox's first process, which lays out what comes along it.

    A file comes as one line of JSON, its name and its size, and its bytes; `null` ends a folder, and is answered with
    the number of files that could not be laid out.

    Args:
        line: our end.
        room: bytes that the files of one folder may take; what does not fit is left out.
    """

    def __init__(self, line: socket.socket, room: int) -> None:
        self._line, self._room = line, room

    def send(self, folder: str, told: Counter[str], without: str | None = None) -> None:
        """Send a folder's plain files, and wait until they are laid out.

        Raises:
            OSError: the line broke, or took too long.
        """
        for name, size, file in entries(folder, self._room, told, without):
            self._line.sendall(json.dumps([name, size]).encode() + b"\n")
            copy(file, size, self._line.sendall)
        self._line.sendall(b"null\n")
        answer = b""
        while not answer.endswith(b"\n"):
            answer += (piece := self._line.recv(64))
            if not piece:
                raise ConnectionResetError(104, "the sandbox's first process is gone")
        told[NOT_WRITTEN] += int(answer)

    def close(self) -> None:
        """Let the process at the other end go, and wait until it does."""
        with suppress(OSError), self._line:
            self._line.shutdown(socket.SHUT_WR)
            self._line.recv(1)


class Folder:
    """A new folder that a kernel without a sandbox works in."""

    def __init__(self, target: str) -> None:
        os.mkdir(target)
        self._target = target

    def send(self, folder: str, told: Counter[str], without: str | None = None) -> None:
        """Copy a folder's plain files."""
        for name, size, file in entries(folder, shutil.disk_usage(self._target).free, told, without):
            place = Path(self._target, name)
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as writer:
                    copy(file, size, writer.write)
            except OSError:
                told[NOT_WRITTEN] += 1

    def close(self) -> None:
        """Nothing waits for more."""


class FileTransfer:
    """What a kernel finds: from its start on what students are given, a submission's files once they are handed over.

    Args:
        folder: where the submission's files are.
        given: a folder with what students are given, notebooks aside; where there is none, nothing waits.
    """

    def __init__(self, folder: str, given: str | None) -> None:
        self._folder, self._given = folder, given
        self._done = False

    def begin(self, manager: Any) -> Counter[str]:
        """Lay out what a new kernel finds; what was left out.

        Raises: as `complete`.
        """
        self._done = self._given is None
        return _laid_out(manager, self._given, ".ipynb") if self._given else self._rest(manager)

    def complete(self, manager: Any) -> Counter[str]:
        """Lay out the submission's files, once for each kernel; what was left out.

        Raises:
            GradingFailed: that cannot be done: nothing of the submission has run so far.
        """
        if self._done:
            return Counter()
        self._done = True
        return self._rest(manager)

    def _rest(self, manager: Any) -> Counter[str]:
        told = _laid_out(manager, self._folder)
        manager.provisioner.files.close()
        return told


def _laid_out(manager: Any, folder: str, without: str | None = None) -> Counter[str]:
    told: Counter[str] = Counter()
    try:
        manager.provisioner.files.send(folder, told, without)
    except OSError as error:
        what = f"its files could not be laid out before any of the student's code ran ({error!r})"
        raise GradingFailed("sandbox", what, LOOK) from error
    return told


def entries(
    folder: str, room: int, told: Counter[str], without: str | None = None
) -> Iterator[tuple[str, int, BinaryIO]]:
    """Each plain file below a folder that there is room for, opened: its path below it, and its size.

    Args:
        folder: where they are; nothing is followed out of it.
        room: bytes that all may take.
        told: counts what is left out, by fact.
        without: how names end of files that are not wanted.
    """
    tree, missed = Tree(Path(folder)), list[str]()
    told.update(f"{LEFT_OUT}{kind} {os.path.basename(path)}" for path, kind in irregular([folder]))
    found = sorted(os.path.relpath(path, folder) for path, _ in islice(files(folder, missed), MAX_ENTRIES + 1))
    told.update(NOT_READ + os.path.relpath(path, folder) for path in missed)
    told[f"{NO_ROOM}what lies beyond {MAX_ENTRIES:,} files"] += len(found) > MAX_ENTRIES
    for name in found[:MAX_ENTRIES]:
        if without and name.endswith(without):
            continue
        try:
            with tree.open(name) as file:
                size = os.fstat(file.fileno()).st_size
                if BLOCK + size > room or name.count("/") > MAX_DEPTH or len(os.fsencode(name)) > MAX_PATH:
                    told[NO_ROOM + name] += 1
                else:
                    room -= BLOCK + size
                    yield name, size, file
        except OSError:
            told[NOT_READ + name] += 1


def copy(file: BinaryIO, size: int, send: Callable[[bytes], object]) -> None:
    """Pass on just as many bytes as a file had when it was opened; zeros in place of those that are gone since."""
    while size > 0:
        piece = file.read(min(size, PIECE)) or bytes(min(size, PIECE))
        send(piece)
        size -= len(piece)
