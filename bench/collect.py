"""Collects a large class's mails by one command, twice, to see whether time or memory grow faster than the class."""

import base64
import tempfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import click
import nbformat

from bench import command, tables
from grader.course import CONFIG, Course
from grader.course_copy import scratch_copy

SIZES = (4, 1)  # the class is measured whole, and a part of it
MIB = 2**20


def measure(course: Course, assignment: str, count: int) -> dict[str, Any]:
    """Measure collecting a mailbox with a mail of each student, and collecting it again.

    Raises:
        click.ClickException: the command failed, or somebody's work is not there.
    """
    with tempfile.TemporaryDirectory(prefix="bench-collect-") as place:
        copy = scratch_copy(course, Path(place, "course"), assignment, ["source", "release"])
        names = [f"student-{number:05d}" for number in range(count)]
        rows = "".join(f"{name},{name}@example.org\n" for name in names)
        (copy.root / "roster.csv").write_text(f"id,email\n{rows}", encoding="utf-8")
        with (copy.root / CONFIG).open("a", encoding="utf-8") as file:
            file.write(f'\nc.Collect.subject = {{{assignment!r}: "[ADL {assignment}]"}}\n')
        box = Path(place, "ta.mbox")
        write_mailbox(box, copy.notebook(assignment, "release"), assignment, names)
        run: list[str | Path] = [command.PROGRAMS / "grader", "collect", assignment, box]
        first, again = (command.run(run, copy.root, Path(place, "log")) for _ in range(2))
        there = len(list(copy.root.glob(f"submitted/student-*/{assignment}/timestamp.txt")))
        if there != count:
            raise click.ClickException(f"{there} of {count} students have their work in submitted/.")
        peak = max(bytes_ for _, _, bytes_ in first.rises)
        return {"seconds": first.seconds, "again": again.seconds, "peak": peak, "mailbox": box.stat().st_size}


def write_mailbox(path: Path, released: Path, assignment: str, names: list[str]) -> None:
    """Write a mailbox with a mail of each student, each with another notebook of about half a MiB."""
    notebook = nbformat.read(released, as_version=4)
    with path.open("wb") as file:
        for number, name in enumerate(names):
            notebook.cells[0].source = f"Name: {name}"
            picture = base64.b64encode(number.to_bytes(4, "big") * 75_000).decode()
            notebook.cells[0].attachments = {"figure.png": {"image/png": picture}}
            mail = EmailMessage()
            mail["From"] = f"{name}@example.org"
            mail["Subject"] = f"[ADL {assignment}]"
            mail["Date"] = "Wed, 10 Apr 2024 12:00:00 +0200"
            mail["Message-ID"] = f"<{name}@example.org>"
            mail.set_content("Here it is.")
            content = nbformat.writes(notebook).encode()
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"{assignment}.ipynb")
            file.write(b"From - Wed Apr 10 10:00:00 2024\n" + mail.as_bytes() + b"\n")


def render(figures: dict[str, Any], count: int) -> str:
    """Make a table of what collecting took."""
    rows = []
    for size in (count // part for part in SIZES):
        figure = figures[str(size)]
        times = [f"{figure[name]:.1f}" for name in ("seconds", "again")]
        each = f"{figure['seconds'] / size * 1000:.0f}"
        rows.append([str(size), f"{figure['mailbox'] / MIB:.0f}", *times, each, f"{figure['peak'] / MIB:.0f}"])
    head = ["mails", "mailbox, MiB", "seconds", "the same again, seconds", "ms per mail", "peak memory, MiB"]
    return tables.table(head, rows)


@click.command()
@click.option("--mails", "count", default=1000, show_default=True, type=click.IntRange(8), help="Mails.")
@click.option("--assignment", default="hw3", show_default=True, help="What they hand in.")
@tables.KEEP
@tables.WRITE
def main(count: int, assignment: str, keep: Path | None, write: bool) -> None:
    """Collect a large class's mails."""
    course = Course.find()
    figures = tables.Figures(keep, mails=count, assignment=assignment)
    for size in (count // part for part in SIZES):
        if str(size) not in figures:
            figures.add(str(size), measure(course, assignment, size))
    page = course.root / "docs" / "performance.md" if write else None
    tables.show(render(figures, count), "collecting", page)


if __name__ == "__main__":
    main()
