"""What a student reads of the judging: the head of the feedback page and one block for each task."""

from grader.pages import brief, number, one_line, render
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult

WORDS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "not yet right",
    Outcome.ERROR: "stopped with an error",
    Outcome.NOT_ATTEMPTED: "not attempted",
    Outcome.INTERNAL: "could not be graded",
}
_OURS = "The grader failed here, not your code. A person will look at it, so that it costs you nothing."


def task_html(task: TaskResult) -> str:
    """One task's results for a cell of the feedback page: only tags that nbconvert's own cleaning keeps."""
    if not task.attempted:
        return render("feedback_task.html.j2", task=task, checks=(), said=WORDS[Outcome.NOT_ATTEMPTED])
    checks = [(test, WORDS[test.outcome], _lines(test)) for test in task.tests]
    return render("feedback_task.html.j2", task=task, checks=checks, said="")


def task_text(task: TaskResult) -> str:
    """The same as plain text."""
    lines = [f"{one_line(task.id)}: {number(task.points)} of {number(task.max)} points"]
    if not task.attempted:
        return f"{lines[0]}, {WORDS[Outcome.NOT_ATTEMPTED]}\n"
    for test in task.tests:
        earned = f"{number(test.points)} of {number(test.max)}"
        lines.append(f"  {WORDS[test.outcome]}: {one_line(test.name)} ({earned})")
        lines += [f"      {line}" for line in _lines(test)]
    return "\n".join(lines) + "\n"


def submission_html(result: SubmissionResult) -> str:
    """The head of the feedback page, fit for a Markdown cell: score, open questions and repairs made."""
    attention = result.status is not Status.GRADED
    return render("feedback_submission.html.j2", result=result, attention=attention)


def unjudged_html(result: SubmissionResult) -> str:
    """The whole page of a submission that could not be judged."""
    return render("feedback_unjudged.html.j2", result=result, ours=result.status is Status.INTERNAL_ERROR)


def _lines(test: CheckResult) -> list[str]:
    if test.outcome in (Outcome.PASSED, Outcome.NOT_ATTEMPTED):
        return []
    if test.outcome is Outcome.INTERNAL:  # its message is for the course's staff: it may quote a hidden test
        return [_OURS]
    return [line for line in brief(test.message, 2000).split("\n") if line.strip()]
