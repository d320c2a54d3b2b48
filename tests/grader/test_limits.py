"""The limits of a submission are what a course's settings and a command line say, wherever nbgrader lets them stand."""

import math

import pytest
from traitlets import TraitError
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

from grader.limits import Limits


def test_where_nothing_is_set_the_limits_are_those_of_the_class() -> None:
    limits = Limits.of(Config())
    assert (limits.timeout, limits.submission_seconds, limits.cell_seconds) == (30, 300, 30.0)


@pytest.mark.parametrize("section", ["ExecutePreprocessor", "Execute", "ExecuteAndJudge"])
def test_a_time_that_is_set_for_any_step_that_runs_cells_holds(section: str) -> None:
    assert Limits.of(Config({section: {"timeout": 7, "kernel_name": "python3"}})).cell_seconds == 7.0


def test_the_settings_of_our_own_step_come_first() -> None:
    config = Config({"ExecuteAndJudge": {"timeout": 7}, "Execute": {"timeout": 90, "output_kib": 9}})
    assert (Limits.of(config).timeout, Limits.of(config).output_kib) == (7, 9)


def test_a_command_line_sets_them_as_text() -> None:
    config = Config({"ExecuteAndJudge": {"submission_seconds": DeferredConfigString("60")}})
    assert Limits.of(config).submission_seconds == 60


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(TraitError, match="timeout"):
        Limits.of(Config({"ExecuteAndJudge": {"timeout": "soon"}}))


@pytest.mark.parametrize(("timeout", "limit"), [(7, 7.0), (90, 90.0), (None, 30.0), (-1, math.inf)])
def test_the_course_s_time_limit_is_that_of_every_cell(timeout: int | None, limit: float) -> None:
    assert Limits(timeout=timeout).cell_seconds == limit
