"""Plants what lies in a hostile student's folder, as the head of an attack says it.

Each thing is a table with its `kind` and `name`; names and targets are percent-encoded, since they need not be text.
"""

import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote_to_bytes

Thing = Mapping[str, str]


def spelt(text: str) -> str:
    """The name that a percent-encoded text stands for."""
    return os.fsdecode(unquote_to_bytes(text))


def plant(folder: Path, things: Iterable[Thing]) -> None:
    """Put things into a folder; what has the same name makes room.

    Raises:
        KeyError: a thing is of no known kind, or lacks what its kind needs.
    """
    for thing in things:
        path = Path(os.path.normpath(folder / spelt(thing["name"])))
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path)
        KINDS[thing["kind"]](path, thing)


def _link(path: Path, thing: Thing) -> None:
    path.symlink_to(spelt(thing["target"]))


def _hard_link(path: Path, thing: Thing) -> None:
    path.hardlink_to(path.parent / spelt(thing["target"]))


def _pipe(path: Path, thing: Thing) -> None:
    os.mkfifo(path)


def _socket(path: Path, thing: Thing) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        place = os.open(path.parent, os.O_PATH)  # a socket's path is short
        listener.bind(f"/proc/self/fd/{place}/{path.name}")
        os.close(place)


def _device(path: Path, thing: Thing) -> None:
    if os.geteuid() == 0:  # nobody else can make one
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))  # /dev/zero


def _file(path: Path, thing: Thing) -> None:
    path.write_bytes(unquote_to_bytes(thing["bytes"]) if "bytes" in thing else thing["text"].encode())
    path.chmod(int(thing.get("mode", "644"), 8))


def _bomb(path: Path, thing: Thing) -> None:
    """A file of so many MiB that takes no room: what unpacking a small archive leaves."""
    with open(path, "wb") as file:
        file.truncate(int(thing["mib"]) << 20)


def _folders(path: Path, thing: Thing) -> None:
    """Folders within folders, deeper than a path can say."""
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        for _ in range(int(thing["depth"])):
            os.mkdir(path.name)
            os.chdir(path.name)
        Path("hostile-trace").touch()
    finally:
        os.chdir(here)


def _many(path: Path, thing: Thing) -> None:
    """A folder with so many empty files."""
    path.mkdir()
    for number in range(int(thing["count"])):
        (path / f"{number}.csv").touch()


KINDS: dict[str, Callable[[Path, Thing], None]] = {
    "link": _link,
    "hard link": _hard_link,
    "pipe": _pipe,
    "socket": _socket,
    "device": _device,
    "file": _file,
    "bomb": _bomb,
    "folders": _folders,
    "many": _many,
}
