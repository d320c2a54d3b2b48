"""Takes a made-up class through a term, in a folder of its own, and compares its scores with what must come out."""

import shutil
import sys
from pathlib import Path

from grader import cli, console, results
from grader.bank import answers, mailbox
from grader.course import CONFIG, Course
from grader.course_copy import scratch_copy
from grader.pipeline.by_hand import mark
from grader.process.load import OVERLOADED
from grader.reports.grade_sheet import Standing, read_grade_sheet
from grader.results import Status

ASSIGNMENT = "hw3"
MAILBOX = "ta-one.mbox"
POLICY = """
c.Late.per_day = 10  # per cent of what was earned
c.Late.grace_minutes = 10
"""
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


def term(course: Course, assignment: str = ASSIGNMENT) -> list[answers.Member]:
    """Go through a term: release, mailbox, grades, a person's marks, and back to the students; who took part."""
    _run(course, "release", assignment)
    members = answers.read_class(course, assignment)
    (course.root / "roster.csv").write_text(mailbox.roster_text(members), encoding="utf-8")
    with (course.root / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write(POLICY)
    course = Course(course.root)
    letters = mailbox.write_mailbox(course, assignment, members, course.root / MAILBOX)
    console.say(f"{letters} mails have arrived: {course.root / MAILBOX}")
    _run(course, "roster", "check")
    _run(course, "collect", assignment, str(course.root / MAILBOX))
    _run(course, "grade", assignment, "--jobs", "2")
    for row in read_grade_sheet(course.root, assignment, course.database).rows:
        for task in row.pending if row.standing is Standing.GRADED else ():
            mark(course, assignment, row.student, task, 8, "Right directions and lengths; say more on why.")
    _run(course, "late", assignment)
    _run(course, "report", assignment)
    _run(course, "export", assignment, "--to", "csv")
    _run(course, "hand-back", assignment, "--drafts", str(course.root / "drafts"))
    return members


def _run(course: Course, *command: str) -> None:
    """Run a command as a person does; 1 is its exit status where a person has to look at something."""
    console.say(f"$ grader {' '.join(command)}", style="bold")
    status = cli.main(["--course", str(course.root), *command], standalone_mode=False)
    if status not in (None, 0, 1):
        raise SystemExit(status)


def main() -> int:
    """``make demo``: a term of homework 3, and its scores compared; exit status 1 if one is not as expected."""
    course = lay_out(Course.find(), Path("demo"))
    wrong = differences(course, term(course))
    print("\n".join(wrong) or "Every score is the expected one.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
