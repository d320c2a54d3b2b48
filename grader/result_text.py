"""What a result says in words: of a test, of a task, and of a whole submission."""

import re

from grader.results import CheckResult, Outcome, SubmissionResult, TaskResult
from grader.text import brief, number, one_line

WORDS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "not yet right",
    Outcome.ERROR: "stopped with an error",
    Outcome.NOT_ATTEMPTED: "not attempted",
    Outcome.INTERNAL: "could not be graded yet",
}
_SENTENCE = re.compile(r"[^\s.?!:](?:[^?!:.]|[.:](?!\s))*[.?!]")
_UNGRADED = "This could not be graded yet. A person will look at it; it is not counted so far."


def task_text(task: TaskResult) -> str:
    """Return a task's result as plain text."""
    lines = [f"{one_line(task.id)}: {number(task.points)} of {number(task.max)} points{still_open(task)}"]
    if not task.attempted:
        return f"{lines[0]}, {WORDS[Outcome.NOT_ATTEMPTED]}\n"
    for test in task.tests:
        earned = f"{number(test.points)} of {number(test.max)}"
        lines.append(f"  {WORDS[test.outcome]}: {one_line(test.name)} ({earned})")
        lines += [f"      {line}" for line in lines_of(test)]
    return "\n".join(lines) + "\n"


def lines(result: SubmissionResult) -> list[str]:
    """Return a result in words for the course's staff: each task, the status, and why."""
    texts = [task_text(task) for task in result.tasks]
    earned = f"{result.score:g} of {result.max:g} automatic points" if result.tasks else "not graded"
    broken = [f"{test.name}: {test.detail}" for task in result.tasks for test in task.tests if test.detail]
    rest = [f"  {one_line(line, 2000)}" for line in (result.reason, *broken, *result.notes) if line]
    return [*texts, f"{result.status}: {earned}", *rest]


def still_open(task: TaskResult) -> str:
    """Say how many points of a task wait for a person."""
    return f" so far; {number(task.unjudged)} could not be graded yet, a person will look" if task.unjudged else ""


def lines_of(test: CheckResult) -> list[str]:
    """Give what a student reads of one test, line by line; nothing of a hidden test that broke."""
    if test.outcome in (Outcome.PASSED, Outcome.NOT_ATTEMPTED):
        return []
    if test.outcome is Outcome.INTERNAL:  # its message is for the course's staff: it may quote a hidden test
        return [_UNGRADED]
    return [line for line in brief(test.message, 2000).split("\n") if line.strip()]


def hint(test: CheckResult) -> str:
    """Give the one line of a test that says what to look at next: its last question, else how its message begins."""
    if test.outcome in (Outcome.PASSED, Outcome.INTERNAL, Outcome.NOT_ATTEMPTED):
        return ""
    lines = [one_line(line) for line in lines_of(test)]
    questions = [sentence for line in lines for sentence in _SENTENCE.findall(line) if sentence.endswith("?")]
    return questions[-1] if questions else lines[0] if lines else ""
