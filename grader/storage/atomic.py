"""Atomic writes: a reader sees the old or the new file, never a part of one."""

import os
from pathlib import Path

ENDING = ".tmp"


def write_text(path: Path, text: str, mode: int | None = None, *, durable: bool = False) -> None:
    """Replace a file's text atomically; its folder is created if needed.

    Args:
        path: the file.
        text: written as UTF-8, with its line ends as they are.
        mode: the file's permissions; those that the process gives new files where there is none.
        durable: whether it has to be on disk before this returns, so that not even a power failure undoes it.
    """
    write_bytes(path, text.encode("utf-8"), mode, durable=durable)


def write_bytes(path: Path, content: bytes, mode: int | None = None, *, durable: bool = False) -> None:
    """Replace a file's content atomically; see `write_text`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}{ENDING}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            draft.chmod(mode)
        draft.replace(path)
        if durable:
            _settle(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Wait until a folder's names are on disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sweep(path: Path) -> None:
    """Remove temporary files left by killed writers of a file; no other process may be writing it."""
    for draft in path.parent.glob(f".{path.name.replace('[', '[[]')}.*{ENDING}"):
        draft.unlink(missing_ok=True)
