"""``grader hand-back`` into the zip of a learning platform."""

from pathlib import Path
from typing import Any

import click

from grader import console
from grader.course import Course
from grader.handback import canvas_zip, ilias_zip, moodle_zip
from grader.handback.ledger import Ledger
from grader.handback.packing import write_zip
from grader.handback.participants import read_participants
from grader.handback.placement import Placement, note_written
from grader.handback.selection import Selection
from grader.handback.wording import course_name
from grader.roster import Roster

UPLOAD = {
    "moodle": "View all submissions, Grading action: Upload multiple feedback files in a zip",
    "canvas": "Assignment, Re-Upload Submissions; a second upload adds a second comment",
    "ilias": "Exercise, Submissions and Grades: Multi-Feedback",
}


def hand_back(course: Course, roster: Roster, selection: Selection, ledger: Ledger, options: dict[str, Any]) -> bool:
    """Write the zip, and say who is in it; return whether everybody is.

    Raises:
        CourseError: what the platform needs is missing, or cannot be read.
    """
    way = next(name for name in UPLOAD if options[name])
    target = _target(way, options)
    placement = _place(way, course, roster, selection, options)
    for lost in placement.lost:
        console.warn(lost.student, lost.why)
    total = len(selection.final)
    if not placement.placed:
        console.say("Nobody's feedback could be placed; no file was written.")
        return False
    if options["dry_run"]:
        console.say(f"Would write {len(placement.placed)} of {total} to {target}.")
        return not placement.lost
    write_zip(target, placement.files)
    note_written(ledger, way, placement.placed, target)
    console.say(f"{len(placement.placed)} of {total} written: {target}")
    console.say(f"Upload:  {UPLOAD[way]}")
    return not placement.lost


def _place(way: str, course: Course, roster: Roster, selection: Selection, options: dict[str, Any]) -> Placement:
    if way == "moodle":
        assignment = selection.assignment
        participants = read_participants(course, assignment, roster, options["worksheet"])
        return moodle_zip.place(selection.final, participants)
    if way == "ilias":
        return ilias_zip.place(selection.final, options["ilias"], roster)
    return canvas_zip.place(selection.final, options["download"], roster, course_name(course))


def _target(way: str, options: dict[str, Any]) -> Path:
    """Return where the zip goes.

    Raises:
        UsageError: it would replace what it is made from.
    """
    if way == "ilias":
        empty: Path = options["ilias"]
        target: Path = options["out"] or empty.with_name(f"{empty.stem}-filled.zip")
    else:
        target = options[way]
    for name in ("ilias", "download", "worksheet"):
        source: Path | None = options[name]
        if source and target.exists() and target.samefile(source):
            raise click.UsageError(f"the new zip would replace {source}: name another file.")
    return target
