"""Warnings about what may have been forgotten in an otherwise valid release."""

import re
from datetime import UTC, datetime

from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.release.proof import readable
from grader.times import due_date

PLACEHOLDER = re.compile(r"(?<![\w.-])(?:[\w.+-]+@)?(?:[\w-]+\.)*example\.(?:org|com|net)(?![\w-]|\.\w)", re.IGNORECASE)
SHOWN = 3  # addresses of one file


def warnings(course: Course, assignment: str) -> list[str]:
    """Return what to look at before students get the release, a line each: unused addresses, the due date."""
    return [*_addresses(course, assignment), *_due(course, assignment)]


def _addresses(course: Course, assignment: str) -> list[str]:
    folder = course.root / "release" / assignment
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        texts = readable(path.name, path.read_bytes())
        found = list(dict.fromkeys(match[0] for text in texts for match in PLACEHOLDER.finditer(text)))
        if found:
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            what = f"it shows placeholder addresses ({', '.join(found[:SHOWN])}{more})"
            remedy = f"Put the real ones into the master, or into c.FillFacts.facts in {CONFIG}."
            lines.append(f"release/{assignment}/{path.relative_to(folder)}: {what}. {remedy}")
    return lines


def _due(course: Course, assignment: str) -> list[str]:
    due = course.config.get("Course", {}).get("due", {}).get(assignment)
    if due is None:
        return [f"{CONFIG}: {assignment} has no due date, so no submission will be late. State it in c.Course.due."]
    try:
        past = due_date(due, course.time_zone) < datetime.now(UTC).replace(tzinfo=None)
    except CourseError as error:
        return [str(error)]
    if past:
        return [f"{CONFIG}: {assignment} was due on {due}, which is over. State the new date in c.Course.due."]
    return []
