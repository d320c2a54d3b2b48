"""What a student reads of the tests: their words, and blocks for the notebook that people mark."""

import re

from grader.pages import brief, number, one_line, render
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult
from grader.sightings import for_student

WORDS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "not yet right",
    Outcome.ERROR: "stopped with an error",
    Outcome.NOT_ATTEMPTED: "not attempted",
    Outcome.INTERNAL: "could not be graded yet",
}
_SENTENCE = re.compile(r"[^\s.?!:](?:[^?!:.]|[.:](?!\s))*[.?!]")
_OURS = "This could not be graded yet. A person will look at it; it is not counted so far."


def task_html(task: TaskResult) -> str:
    """Render one task's results for the autograded notebook: only tags that nbconvert's own cleaning keeps."""
    if not task.attempted:
        return render("feedback_task.html.j2", task=task, checks=(), said=f", {WORDS[Outcome.NOT_ATTEMPTED]}")
    checks = [(test, WORDS[test.outcome], lines_of(test)) for test in task.tests]
    return render("feedback_task.html.j2", task=task, checks=checks, said=_open(task))


def task_text(task: TaskResult) -> str:
    """Write the same as plain text."""
    lines = [f"{one_line(task.id)}: {number(task.points)} of {number(task.max)} points{_open(task)}"]
    if not task.attempted:
        return f"{lines[0]}, {WORDS[Outcome.NOT_ATTEMPTED]}\n"
    for test in task.tests:
        earned = f"{number(test.points)} of {number(test.max)}"
        lines.append(f"  {WORDS[test.outcome]}: {one_line(test.name)} ({earned})")
        lines += [f"      {line}" for line in lines_of(test)]
    return "\n".join(lines) + "\n"


def submission_html(result: SubmissionResult) -> str:
    """Render the head of the autograded notebook, fit for a Markdown cell: score, open questions and repairs made."""
    attention = result.status is not Status.GRADED
    unjudged = sum(task.unjudged for task in result.tasks)
    seen = for_student(result.seen)
    return render("feedback_submission.html.j2", result=result, attention=attention, unjudged=unjudged, seen=seen)


def _open(task: TaskResult) -> str:
    """Say how many points of a task wait for a person."""
    return f" so far; {number(task.unjudged)} could not be graded yet, a person will look" if task.unjudged else ""


def lines_of(test: CheckResult) -> list[str]:
    """Give what a student reads of one test, line by line; nothing of a hidden test that broke."""
    if test.outcome in (Outcome.PASSED, Outcome.NOT_ATTEMPTED):
        return []
    if test.outcome is Outcome.INTERNAL:  # its message is for the course's staff: it may quote a hidden test
        return [_OURS]
    return [line for line in brief(test.message, 2000).split("\n") if line.strip()]


def hint(test: CheckResult) -> str:
    """Give the one line of a test that says what to look at next: its last question, else how its message begins."""
    if test.outcome in (Outcome.PASSED, Outcome.INTERNAL, Outcome.NOT_ATTEMPTED):
        return ""
    lines = [one_line(line) for line in lines_of(test)]
    questions = [sentence for line in lines for sentence in _SENTENCE.findall(line) if sentence.endswith("?")]
    return questions[-1] if questions else lines[0] if lines else ""
