"""The results of a class on disk: written whole or not at all, and read as far as they can be."""

import math
from pathlib import Path

from grader.course import Course
from grader.results import SubmissionResult, from_json, to_json
from grader.storage import atomic


def read_results(folder: Path, assignment: str) -> tuple[dict[str, SubmissionResult], dict[str, str]]:
    """Return the readable results by student, and for the others why not."""
    results, broken = {}, {}
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.suffix != ".json" or path.name.startswith("."):
            continue
        try:
            results[path.stem] = _checked(from_json(path.read_text(encoding="utf-8")), path.stem, assignment)
        except (ValueError, TypeError, OSError, RecursionError) as error:
            broken[path.stem] = f"The result file cannot be read ({error}). Grade this submission again."
    return results, broken


def _checked(result: SubmissionResult, student: str, assignment: str) -> SubmissionResult:
    if (result.student or student, result.assignment) != (student, assignment):
        raise ValueError(f"it is the result of {result.student} for {result.assignment}")
    scores = [result.score, result.max]
    scores += [score for task in result.tasks for score in (task.points, task.max)]
    if not all(math.isfinite(score) for score in scores):
        raise ValueError("it holds points that are not finite")
    return result


def save(course: Course, result: SubmissionResult) -> None:
    """Write the result of one submission, whole or not at all."""
    atomic.write_text(course.result_file(result.assignment, result.student), to_json(result))
