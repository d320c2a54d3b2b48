"""Every error that this package raises on purpose; its text names the place, the problem and the remedy."""


class GraderError(Exception):
    """Base of all errors meant for a person to read.

    Attributes:
        where: the file, submission or setting concerned.
        what: what is wrong with it, without a full stop.
        remedy: what to do next, a whole sentence; may be empty.
    """

    def __init__(self, where: object, what: str, remedy: str = "") -> None:
        super().__init__(where, what, remedy)
        self.where = str(where)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy}".strip()


class CourseError(GraderError):
    """The course folder, its settings or its hidden tests are not as they must be."""


class SandboxError(GraderError):
    """A sandbox is wanted and cannot be had."""


class ClusterError(GraderError):
    """The machines that are to judge cannot be reached, or cannot judge this course."""


class ReleaseError(GraderError):
    """The release would leak, or does not do what a release must do."""


class UnreadableSubmission(GraderError):
    """What a student handed in cannot be read as the assignment's notebook."""


class GradingFailed(GraderError):
    """A submission could not be judged, and not by its own fault."""


class LimitReached(GraderError):
    """A step of grading needed more time or memory than a submission may take.

    Attributes:
        step: what was done with the submission, as the end of "while".
    """

    def __init__(self, where: object, what: str, remedy: str = "", step: str = "") -> None:
        super().__init__(where, what, remedy)
        self.step = step


class AnswerError(GraderError):
    """The student's code gave no answer: it raised, died, ran out of time, or broke the protocol.

    The text is meant for the student and holds nothing of the hidden tests.
    """

    def __str__(self) -> str:
        return f"{self.what}. {self.remedy}".strip()


class StudentRaised(AnswerError):
    """The student's code raised; ``what`` holds their own line and error."""


class OutOfTime(AnswerError):
    """The student's code did not come back within its time limit."""


class KernelLost(AnswerError):
    """The student's code ended its own kernel, or a limit ended it."""


class BadReply(AnswerError):
    """What came back is no plain data of the agreed form."""
