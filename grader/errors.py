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
    """The course folder, its settings or its hidden tests are invalid."""


class SandboxError(GraderError):
    """A sandbox is required, but cannot be created."""


class ClusterError(GraderError):
    """The cluster's machines cannot be reached, or cannot judge this course."""


class ReleaseError(GraderError):
    """The release would leak solutions, or does not work."""


class UnreadableSubmission(GraderError):
    """What a student handed in cannot be read as the assignment's notebook."""


class GradingFailed(GraderError):
    """A submission could not be judged, for a reason outside the submission."""


class LimitReached(GraderError):
    """A step of grading needed more time or memory than a submission may take.

    Attributes:
        step: what was being done with the submission, to follow "while".
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
    """The student's code did not finish within its time limit."""


class KernelLost(AnswerError):
    """The student's code ended its own kernel, or a limit ended it."""


class BadReply(AnswerError):
    """The reply is not plain data of the agreed format."""
