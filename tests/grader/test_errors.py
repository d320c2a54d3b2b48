"""The text of an error names the place, the problem and the remedy; that of an answer tells a student no place."""

import pickle

import pytest

from grader import errors
from grader.errors import AnswerError, CourseError, GraderError, KernelLost, LimitReached, OutOfTime

EVERY = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, GraderError)]


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_each_error_crosses_to_another_process_whole(kind: type[GraderError]) -> None:
    error = pickle.loads(pickle.dumps(kind("where", "what is wrong", "Do this.")))
    assert (type(error), error.where, error.what, error.remedy) == (kind, "where", "what is wrong", "Do this.")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (CourseError("roster.csv", "it is empty", "Fill it in."), "roster.csv: it is empty. Fill it in."),
        (CourseError("roster.csv", "it is empty"), "roster.csv: it is empty."),
        (CourseError(3, "odd"), "3: odd."),
        (KernelLost("kernel", "The kernel ended", "Restart."), "The kernel ended. Restart."),
        (OutOfTime("kernel", "It did not finish in time"), "It did not finish in time."),
    ],
)
def test_the_text_reads_as_sentences(error: GraderError, text: str) -> None:
    assert str(error) == text


def test_the_step_at_which_a_limit_was_reached_is_kept() -> None:
    assert LimitReached("ada", "it took too long", "Look at it.", "it was read").step == "it was read"
    assert LimitReached("ada", "it took too long").step == ""


def test_only_an_answer_s_errors_are_the_student_s() -> None:
    students = {kind.__name__ for kind in EVERY if issubclass(kind, AnswerError)}
    assert students == {"AnswerError", "StudentRaised", "OutOfTime", "KernelLost", "BadReply"}
