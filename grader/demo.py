"""Grades a made-up class from first to last, in a folder of its own, and compares with what must come out."""

import shutil
import sys
from pathlib import Path

from grader import cli, results
from grader.bank import answers
from grader.course import Course
from grader.course_copy import scratch_copy
from grader.intake import submissions
from grader.process.load import OVERLOADED
from grader.results import Status

ASSIGNMENT = "hw3"
ROOMS = ("source", "tests", "solutions", "tests/answers")


def lay_out(course: Course, folder: Path, assignment: str = ASSIGNMENT) -> Course:
    """Return a fresh course folder with one assignment of a course, and nothing graded yet."""
    shutil.rmtree(folder, ignore_errors=True)
    return scratch_copy(course, folder, assignment, ROOMS)


def differences(course: Course, members: list[answers.Member], assignment: str = ASSIGNMENT) -> list[str]:
    """Where the results of the class are not what they must be, a line each."""
    found: list[str] = []
    for member in members:
        path = course.result_file(assignment, member.student)
        if not path.is_file():
            found.append(f"{member.student}: no result")
            continue
        result = results.from_json(path.read_text(encoding="utf-8"))
        points = {task.id: task.points for task in result.tasks}
        overloaded = result.status == Status.NEEDS_ATTENTION and result.reason.startswith(OVERLOADED)
        if result.status != member.status and not overloaded:  # an overloaded machine's points count all the same
            found.append(f"{member.student}: {result.status} ({result.reason}), expected {member.status}")
        if points != member.expected:
            found.append(f"{member.student}: {points}, expected {member.expected}")
    return found


def main() -> int:
    """``make demo``: release, hand in, grade, report, compare; exit status 1 if a score is not as expected."""
    course = lay_out(Course.find(), Path("demo"))
    where = ("--course", str(course.root))
    cli.main([*where, "release", ASSIGNMENT], standalone_mode=False)
    members = answers.read_class(course, ASSIGNMENT)
    for member in members:
        answers.hand_in(course, ASSIGNMENT, member)
    print(f"{len(submissions.students(course, ASSIGNMENT))} submissions handed in.")
    cli.main([*where, "grade", ASSIGNMENT, "--jobs", "2"], standalone_mode=False)
    wrong = differences(course, members)
    print("\n".join(wrong) or "Every score is the expected one.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
