"""Copies the files of a submission, and those of the release, into a kernel's working directory."""

import json
import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from grader.errors import GradingFailed
from grader.files.links import irregular
from grader.files.tree import Tree, files
from grader.observations import LEFT_OUT, NO_ROOM, NOT_READ, NOT_WRITTEN
from grader.process.load import CHECK_MACHINE

BLOCK = 4096  # bytes of scratch space that an entry takes at least
MAX_DEPTH = 64  # folders within folders
MAX_ENTRIES = 50_000
MAX_PATH = 3000  # bytes; a path may have 4,095 in all
PIECE = 1 << 16


class Receiver(Protocol):
    """A destination for files; what is left out is counted, by fact."""

    def send(self, folder: str, left_out: Counter[str], without: str | None = None) -> None:
        """Write a folder's regular files, except those whose names end with ``without``."""

    def close(self) -> None:
        """Accept no more files."""


class Line:
    """A socket to a sandbox's first process, which writes the files sent over it.

    A file is sent as one line of JSON with its name and size, followed by its bytes; `null` ends a folder, and is
    answered with the number of files that could not be written.

    Args:
        line: the grader's end.
        room: bytes that the files of one folder may take; files that do not fit are left out.
    """

    def __init__(self, line: socket.socket, room: int) -> None:
        self._line, self._room = line, room

    def send(self, folder: str, left_out: Counter[str], without: str | None = None) -> None:
        """Send a folder's regular files, and wait until they are written.

        Raises:
            OSError: the connection broke, or timed out.
        """
        for name, size, file in entries(folder, self._room, left_out, without):
            self._line.sendall(json.dumps([name, size]).encode() + b"\n")
            copy(file, size, self._line.sendall)
        self._line.sendall(b"null\n")
        answer = b""
        while not answer.endswith(b"\n"):
            answer += (piece := self._line.recv(64))
            if not piece:
                raise ConnectionResetError(104, "the sandbox's first process has ended")
        left_out[NOT_WRITTEN] += int(answer)

    def close(self) -> None:
        """Close the connection, and wait until the process at the other end exits."""
        with suppress(OSError), self._line:
            self._line.shutdown(socket.SHUT_WR)
            self._line.recv(1)


class Folder:
    """A new working directory of a kernel without a sandbox."""

    def __init__(self, target: str) -> None:
        os.mkdir(target)
        self._target = target

    def send(self, folder: str, left_out: Counter[str], without: str | None = None) -> None:
        """Copy a folder's regular files."""
        for name, size, file in entries(folder, shutil.disk_usage(self._target).free, left_out, without):
            place = Path(self._target, name)
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as writer:
                    copy(file, size, writer.write)
            except OSError:
                left_out[NOT_WRITTEN] += 1

    def close(self) -> None:
        """Do nothing: there is no connection."""


class FileTransfer:
    """Transfers files to a kernel: those of the release at its start, the submission's later.

    Args:
        folder: the submission's folder.
        given: the release's folder, whose notebooks are skipped; without it, the submission's files come first.
    """

    def __init__(self, folder: str, given: str | None) -> None:
        self._folder, self._given = folder, given
        self._done = False

    def begin(self, receiver: Receiver) -> Counter[str]:
        """Lay out what a new kernel finds; what was left out.

        Raises: as `complete`.
        """
        self._done = self._given is None
        return _transferred(receiver, self._given, ".ipynb") if self._given else self._rest(receiver)

    def complete(self, receiver: Receiver) -> Counter[str]:
        """Lay out the submission's files, once for each kernel; what was left out.

        Raises:
            GradingFailed: the transfer failed, before any code of the submission ran.
        """
        if self._done:
            return Counter()
        self._done = True
        return self._rest(receiver)

    def _rest(self, receiver: Receiver) -> Counter[str]:
        left_out = _transferred(receiver, self._folder)
        receiver.close()
        return left_out


def _transferred(receiver: Receiver, folder: str, without: str | None = None) -> Counter[str]:
    left_out: Counter[str] = Counter()
    try:
        receiver.send(folder, left_out, without)
    except OSError as error:
        what = f"its files could not be copied into the sandbox before any of the student's code ran ({error!r})"
        raise GradingFailed("sandbox", what, CHECK_MACHINE) from error
    return left_out


def entries(
    folder: str, room: int, left_out: Counter[str], without: str | None = None
) -> Iterator[tuple[str, int, BinaryIO]]:
    """Yield each regular file below a folder that there is space for: its relative path, its size, and the open file.

    Args:
        folder: the folder; links out of it are not followed.
        room: bytes that all files may take together.
        left_out: counts what is left out, by fact.
        without: the ending of names of files that are skipped.
    """
    tree, missed = Tree(Path(folder)), list[str]()
    left_out.update(f"{LEFT_OUT}{kind} {os.path.basename(path)}" for path, kind in irregular([folder]))
    found = sorted(os.path.relpath(path, folder) for path, _ in islice(files(folder, missed), MAX_ENTRIES + 1))
    left_out.update(NOT_READ + os.path.relpath(path, folder) for path in missed)
    left_out[f"{NO_ROOM}everything beyond {MAX_ENTRIES:,} files"] += len(found) > MAX_ENTRIES
    for name in found[:MAX_ENTRIES]:
        if without and name.endswith(without):
            continue
        try:
            with tree.open(name) as file:
                size = os.fstat(file.fileno()).st_size
                if BLOCK + size > room or name.count("/") > MAX_DEPTH or len(os.fsencode(name)) > MAX_PATH:
                    left_out[NO_ROOM + name] += 1
                else:
                    room -= BLOCK + size
                    yield name, size, file
        except OSError:
            left_out[NOT_READ + name] += 1


def copy(file: BinaryIO, size: int, send: Callable[[bytes], object]) -> None:
    """Send exactly as many bytes as a file had when it was opened, with zeros for those that are missing since."""
    while size > 0:
        piece = file.read(min(size, PIECE)) or bytes(min(size, PIECE))
        send(piece)
        size -= len(piece)
