"""Limits on the time and output of one submission, from the course's settings in `nbgrader_config.py`."""

import math
from typing import Self

from traitlets import Integer
from traitlets.config import Config, Configurable

CELL_SECONDS = 30.0  # where the course sets no limit
# Later sections override earlier ones: nbconvert's and nbgrader's steps that run cells, then this package's.
SECTIONS = ("ExecutePreprocessor", "Execute", "ExecuteAndJudge")


class Limits(Configurable):
    """Limits of one submission; each is a setting ``c.ExecuteAndJudge.<name>``."""

    timeout = Integer(
        30, allow_none=True, help="Time that one cell may take, seconds; below zero there is no limit."
    ).tag(config=True)
    submission_seconds = Integer(300, help="Time that one submission may take in all, seconds.").tag(config=True)
    output_kib = Integer(4096, help="Output that is kept of one cell, KiB; the rest is dropped.").tag(config=True)
    page_mib = Integer(24, help="What a page may hold of all cells, MiB; outputs beyond are dropped.").tag(config=True)

    @classmethod
    def of(cls, config: Config) -> Self:
        """Read the limits from a course's settings.

        Raises:
            TraitError: one is no whole number.
        """
        sections = (config.get(name, {}) for name in SECTIONS)
        known = cls.class_trait_names(config=True)
        values = {name: section[name] for section in sections for name in known if name in section}
        return cls(config=Config({cls.__name__: values}))

    @property
    def cell_seconds(self) -> float:
        """Time that one cell may take whenever it runs; infinite with a `timeout` below zero."""
        return math.inf if (self.timeout or 0) < 0 else float(self.timeout or CELL_SECONDS)
