"""What `grader check` says of whatever is handed to it."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from grader import cli
from grader.course import Course


def told(course: Course, *arguments: object) -> dict[str, Any]:
    """What `grader check --json` prints; nothing else may be on standard output, and it exits 0."""
    done = CliRunner().invoke(cli.main, ["--course", str(course.root), "check", "--json", *map(str, arguments)])
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    found: dict[str, Any] = json.loads(done.stdout_bytes.decode("utf-8"))
    return found


def said(course: Course, *arguments: object) -> str:
    """What it prints without ``--json``."""
    done = CliRunner().invoke(cli.main, ["--course", str(course.root), "check", *map(str, arguments)])
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    return done.stdout


def a_folder(root: Path, **files: str | bytes) -> Path:
    """A folder that is handed in, with files whose dots are written as two underscores."""
    folder = root / "handed-in"
    folder.mkdir()
    for name, text in files.items():
        data = text.encode() if isinstance(text, str) else text
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder
