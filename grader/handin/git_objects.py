"""Git on the objects of a clone that nobody trusts, in a repository of our own: nothing of the clone is run or obeyed.

The clone's configuration, hooks, attributes, filters, replaced objects and remotes stay unread; what is missing of its
objects is not fetched.
"""

import os
import subprocess
import tempfile
import threading
from pathlib import Path

from grader.errors import GraderError

SECONDS = 120.0  # that one command may take
MOST = 64 * 2**20  # bytes that one command may print
CONFIG = """[core]
    repositoryformatversion = 1
    bare = true
    commitGraph = false
    multiPackIndex = false
[extensions]
    objectFormat = {}
"""


def lay_out(scratch: Path, algorithm: str, shallow: list[str]) -> None:
    """Make an empty repository.

    Args:
        scratch: an empty folder.
        algorithm: "sha1" or "sha256".
        shallow: commits whose parents the clone has not got.
    """
    for name in ("objects", "refs"):
        (scratch / name).mkdir()
    (scratch / "HEAD").write_text("ref: refs/heads/none\n")
    (scratch / "config").write_text(CONFIG.format(algorithm))
    if shallow:
        (scratch / "shallow").write_text("".join(f"{digest}\n" for digest in shallow))


def run(scratch: Path, objects: Path, *arguments: str, asked: bytes = b"", most: int = MOST) -> bytes:
    """Return what a command of git prints.

    Args:
        scratch: a repository of `lay_out`.
        objects: the clone's folder of objects.
        arguments: the command.
        asked: what it is given to read.
        most: bytes that it may print.

    Raises:
        GraderError: it failed, printed more, or took too long.
    """
    with tempfile.TemporaryFile() as stdin:
        stdin.write(asked)
        stdin.seek(0)
        process = subprocess.Popen(
            ["git", *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=scratch,
            env=_environment(scratch, objects),
        )
    with process:
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            assert process.stdout is not None
            said = process.stdout.read(most + 1)
            if len(said) > most:
                process.kill()
                raise GraderError("clone", "it holds more than can be read", "Look at it by hand.")
            process.wait()
        finally:
            timer.cancel()
    if process.returncode:
        raise GraderError("clone", "objects are missing or damaged in it", "Clone it again, whole.")
    return said


def _environment(scratch: Path, objects: Path) -> dict[str, str]:
    """Return variables with which git reads those objects alone, and no settings of anybody's."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(scratch),
        "LC_ALL": "C",
        "GIT_DIR": str(scratch),
        "GIT_OBJECT_DIRECTORY": str(objects.resolve()),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
