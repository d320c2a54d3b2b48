"""What a student reads of the tests in the notebook that people mark."""

from grader.observations import for_student
from grader.pages.render import render
from grader.result_text import WORDS, lines_of, still_open
from grader.results import Outcome, Status, SubmissionResult, TaskResult


def task_html(task: TaskResult) -> str:
    """Render one task's results for the autograded notebook: only tags that nbconvert's own cleaning keeps."""
    if not task.attempted:
        return render("feedback_task.html.j2", task=task, checks=(), said=f", {WORDS[Outcome.NOT_ATTEMPTED]}")
    checks = [(test, WORDS[test.outcome], lines_of(test)) for test in task.tests]
    return render("feedback_task.html.j2", task=task, checks=checks, said=still_open(task))


def submission_html(result: SubmissionResult) -> str:
    """Render the head of the autograded notebook, fit for a Markdown cell: score, open questions and repairs made."""
    attention = result.status is not Status.GRADED
    unjudged = sum(task.unjudged for task in result.tasks)
    seen = for_student(result.seen)
    return render("feedback_submission.html.j2", result=result, attention=attention, unjudged=unjudged, seen=seen)
