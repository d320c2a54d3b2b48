"""What one submission may take of time and of pages: the course's settings, as `nbgrader_config.py` has them."""

import math
from typing import Self

from traitlets import HasTraits, Integer
from traitlets.config import Config

CELL_SECONDS = 30.0  # where the course sets no limit
SECTION = "ExecuteAndJudge"  # of the settings: the step of nbgrader's that they are for


class Limits(HasTraits):
    """Limits of one submission; each is a setting ``c.ExecuteAndJudge.<name>``."""

    timeout = Integer(
        30, allow_none=True, help="Time that one cell may take, seconds; below zero there is no limit."
    ).tag(config=True)
    iopub_timeout = Integer(4, help="Time in which the outputs of a cell that has ended must come, seconds.").tag(
        config=True
    )
    submission_seconds = Integer(300, help="Time that one submission may take in all, seconds.").tag(config=True)
    output_kib = Integer(4096, help="Output that is kept of one cell, KiB; the rest is dropped.").tag(config=True)
    page_mib = Integer(24, help="What a page may hold of all cells, MiB; outputs beyond are dropped.").tag(config=True)

    @classmethod
    def of(cls, config: Config) -> Self:
        """Read the limits from a course's settings.

        Raises:
            TraitError: one is no whole number.
        """
        section = config.get(SECTION, {})
        return cls(**{name: section[name] for name in cls.class_trait_names() if name in section})

    @property
    def cell_seconds(self) -> float:
        """Time that one cell may take whenever it runs; infinite with a `timeout` below zero."""
        return math.inf if (self.timeout or 0) < 0 else float(self.timeout or CELL_SECONDS)
