"""Atomic writes: a reader sees the old or the new file, never a part of one."""

import os
from pathlib import Path

ENDING = ".tmp"


def write_text(path: Path, text: str, mode: int | None = None) -> None:
    """Replace a file's text atomically, as UTF-8 with its line ends as they are; see `write_bytes`."""
    write_bytes(path, text.encode("utf-8"), mode)


def write_bytes(path: Path, data: bytes, mode: int | None = None) -> None:
    """Replace a file's content atomically; its folder is created if needed.

    Args:
        path: the file.
        data: the whole content.
        mode: the file's permissions; those that the process gives new files where there is none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}{ENDING}")
    try:
        draft.write_bytes(data)
        if mode is not None:
            draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove temporary files left by killed writers of a file; no other process may be writing it."""
    for draft in path.parent.glob(f".{path.name.replace('[', '[[]')}.*{ENDING}"):
        draft.unlink(missing_ok=True)
