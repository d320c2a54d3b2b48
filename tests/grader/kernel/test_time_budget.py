"""A submission has so much time in all, and less for each piece after it ran out of it."""

import os

import pytest

from grader.kernel.time_budget import MIN_LIMIT_SCALE, TimeBudget


@pytest.fixture(autouse=True)
def _idle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0))


def test_no_piece_has_more_than_is_left_in_all() -> None:
    budget = TimeBudget(100.0)
    assert budget.remaining(30.0) == 30.0
    assert 99.0 < budget.remaining(1000.0) <= 100.0
    assert not budget.spent


def test_nothing_is_left_when_it_is_spent() -> None:
    budget = TimeBudget(-1.0)
    assert budget.spent
    assert budget.remaining(30.0) == budget.scaled(30.0) == 0.0


def test_each_timeout_halves_later_limits_down_to_a_quarter() -> None:
    budget, limits = TimeBudget(1000.0), []
    for _ in range(4):
        limits.append(budget.scaled(40.0))
        budget.reduce_limits()
    assert limits == [40.0, 20.0, 10.0, 40.0 * MIN_LIMIT_SCALE]
    assert budget.overload_note == ""


def test_that_the_machine_was_overloaded_is_noted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = TimeBudget(1000.0)
    monkeypatch.setattr(os, "getloadavg", lambda: (1e6, 1e6, 1e6))
    budget.reduce_limits()
    note = budget.overload_note
    assert note.startswith("load over ")
    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0))
    budget.reduce_limits()
    assert budget.overload_note == note
