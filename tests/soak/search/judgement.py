"""How a hidden test ended with a program, and how far the program is from what the test promises."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Judgement:
    """How a hidden test ended, and how far the answer is from what the test promises.

    Args:
        outcome: passed, failed, error (of the answer) or internal (of the test itself).
        progress: questions that were asked, and the line of the test that was reached.
        missing: the difference between the numbers of the message; the smaller, the nearer to passing.
        badness: the promise's measure, in units of what is allowed; above 1 the promise is broken.
        said: the message.
    """

    outcome: str
    progress: tuple[int, int] = (0, 0)
    missing: float = np.inf
    badness: float = 0.0
    said: str = ""

    @property
    def earned(self) -> bool:
        """Whether points would be given: a grader that fails itself gives them too."""
        return self.outcome in ("passed", "internal")

    @property
    def unearned(self) -> bool:
        """Whether points are given for what was not done."""
        return self.outcome == "internal" or (self.outcome == "passed" and not self.badness <= 1)

    @property
    def rank(self) -> tuple[float, ...]:
        """The higher, the better worth a climb: wrong ones that come near, then right ones that move away."""
        if self.earned:
            return (-1, self.badness)
        if self.outcome == "error" or not self.badness > 1:
            return (-2, -self.badness)
        return (0, *self.progress, -self.missing)
