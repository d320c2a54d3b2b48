"""``grader check --form``: whether a file would be found and read, by the code that students get as a script."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from grader.course import Course
from grader.errors import CourseError
from grader.form import script
from grader.form.answers import Report
from grader.form.checking import check
from grader.form.program import lines, worst
from grader.process import limited

SECONDS = 120.0  # that a check may take
Checked = tuple[dict[str, Any], list[Report]]  # what is known of a release, and what came of a notebook


def check_form(course: Path | None, path: Path, assignment: str | None, as_json: bool) -> int:
    """Print what came of checking the form of a notebook, a folder or a zip; return the exit status.

    Args:
        course: the course's folder, if it was named.
        path: what is checked.
        assignment: which assignment it is of, if that is known.
        as_json: whether to print JSON, and nothing else.

    Raises:
        CourseError: the assignment is not released.
        LimitReached: reading it took too much.
    """
    releases = _releases(course, assignment) or [script.known_beside(path)]
    release, reports = limited.run("its form was checked", best, path, releases, seconds=SECONDS)
    if as_json:
        found = {"assignment": release["assignment"], "status": worst(reports), "notebooks": list(map(asdict, reports))}
        click.echo(json.dumps(found, indent=1))
    else:
        for line in lines(reports, release):
            click.echo(line)
    return worst(reports)


def best(path: Path, releases: list[dict[str, Any]]) -> Checked:
    """Return the check by the release that fits best: by which it can be read, with the most in its place."""
    checked = [(release, check(path, release)) for release in releases]
    return max(checked, key=lambda pair: (-worst(pair[1]), *_fit(path, *pair)))


def _fit(path: Path, release: dict[str, Any], reports: list[Report]) -> tuple[int, bool]:
    return sum(len(report.fine) for report in reports), path.stem == release["assignment"]


def _releases(folder: Path | None, assignment: str | None) -> list[dict[str, Any]]:
    """Return what is known of the course's releases, or of the one that is named; nothing where there is no course."""
    try:
        course = Course.find(folder)
    except CourseError:
        if folder or assignment:
            raise
        return []
    names = [assignment] if assignment else course.assignments()
    found = []
    for name in names:
        try:
            notebooks = {path.name: path.read_bytes() for path in course.notebooks(name, "release")}
        except CourseError:
            if assignment:
                raise
            continue
        found.append(script.describe(name, notebooks))
    return found
