"""Files that are written whole or not at all, so that a reader never sees half of one."""

import os
from pathlib import Path

ENDING = ".tmp"


def write_text(path: Path, text: str, mode: int | None = None) -> None:
    """Put a text in a file's place in one step; its folder is made if there is none.

    Args:
        path: the file.
        text: written as UTF-8, with its line ends as they are.
        mode: the file's permissions; those that the process gives new files where there is none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}{ENDING}")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        if mode is not None:
            draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove what writers of a file left that were killed; nobody else may be writing it now."""
    for draft in path.parent.glob(f".{path.name.replace('[', '[[]')}.*{ENDING}"):
        draft.unlink(missing_ok=True)
