"""The time that one submission has, as a whole and for each piece of code."""

import time

from grader.process.load import overload

MIN_LIMIT_SCALE = 0.25  # of a time limit, for a submission that has run out of it again and again


class TimeBudget:
    """The time of one submission.

    Args:
        seconds: that everything done with it may take together.

    Attributes:
        deadline: when it is over, on the monotonic clock.
        limit_scale: what part of a time limit is given after timeouts.
        overload_note: how overloaded the machine was, if a time limit passed then.
    """

    def __init__(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self.limit_scale = 1.0
        self.overload_note = ""

    def remaining(self, seconds: float) -> float:
        """Return the given time, or what the submission as a whole has left, if that is less."""
        return max(0.0, min(seconds, self.deadline - time.monotonic()))

    def scaled(self, seconds: float) -> float:
        """Return the given time limit, halved by each timeout so far, within what the submission has left."""
        return self.remaining(seconds * self.limit_scale)

    @property
    def spent(self) -> bool:
        """Whether the submission has used all its time."""
        return time.monotonic() >= self.deadline

    def reduce_limits(self) -> None:
        """Halve later time limits after a timeout: the same code often times out again."""
        self.limit_scale = max(self.limit_scale / 2, MIN_LIMIT_SCALE)
        self.overload_note = self.overload_note or overload()
