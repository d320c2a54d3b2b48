"""What lateness costs each submission: edges of time, extensions, grace and free days."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from grader.late.penalties import HandedIn, penalties
from grader.late.policy import DAY, HOUR, Policy, Rate
from tests.support.lateness import DUE, handed_in, only

MINUTE = timedelta(minutes=1)
TEN = Policy(Rate(Decimal(10), DAY))
GRACE = replace(TEN, grace=10 * MINUTE)
VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("policy", "late", "share", "free_days"),
    [
        (TEN, timedelta(0), 0, 0),
        (TEN, -HOUR, 0, 0),
        (TEN, timedelta(seconds=1), 10, 0),
        (TEN, 23.9 * HOUR, 10, 0),
        (TEN, 24.1 * HOUR, 20, 0),
        (TEN, None, 0, 0),
        (GRACE, 10 * MINUTE, 0, 0),
        (GRACE, 10 * MINUTE + timedelta(seconds=1), 10, 0),
        (GRACE, DAY + 5 * MINUTE, 20, 0),  # the grace only forgives what is late by no more
        (replace(GRACE, free_days=2), DAY + 5 * MINUTE, 0, 1),  # what is left is within the grace
        (replace(TEN, free_days=1), 27 * HOUR, 10, 1),
        (replace(TEN, free_days=2), 27 * HOUR, 0, 2),
        (replace(TEN, free_days=1, most=Decimal(20)), 75 * HOUR, 20, 0),  # it would not help
        (replace(TEN, free_days=2, most=Decimal(20)), 51 * HOUR, 10, 2),
        (replace(TEN, free_days=3), timedelta(0), 0, 0),
        (replace(GRACE, free_days=3), 10 * MINUTE, 0, 0),
    ],
)
def test_edges_of_time(policy: Policy, late: timedelta | None, share: int, free_days: int) -> None:
    penalty = only(handed_in(late), policy)
    assert (penalty.percent, penalty.free_days) == (share, free_days)


@pytest.mark.parametrize(
    ("due", "arrived", "hours"),
    [("2024-03-30 23:55", "2024-03-31 23:55", 23), ("2024-10-26 23:55", "2024-10-27 23:55", 25)],
    ids=["a night of 23 hours", "a night of 25 hours"],
)
def test_a_day_is_24_hours_of_elapsed_time_when_clocks_are_changed(due: str, arrived: str, hours: int) -> None:
    moments = [
        datetime.fromisoformat(text).replace(tzinfo=VIENNA).astimezone(UTC).replace(tzinfo=None)
        for text in (due, arrived)
    ]
    penalty = only(HandedIn("ada", "hw3", moments[1], moments[0], moments[0]), TEN)
    assert (penalty.hours, penalty.percent) == (hours, 10 if hours == 23 else 20)


def test_an_extension_counts_from_its_end() -> None:
    penalty = only(handed_in(27 * HOUR, until=DUE + DAY), TEN)
    assert (penalty.hours, penalty.percent) == (3, 10)
    within = only(handed_in(27 * HOUR, until=DUE + 2 * DAY), TEN)
    assert (within.hours, within.percent, within.past_due) == (0, 0, True)


def test_free_days_are_spent_in_the_order_of_the_due_dates_and_where_they_help() -> None:
    policy = replace(TEN, free_days=2)
    class_of_one = [
        handed_in(30 * HOUR, "hw3", DUE + 14 * DAY),
        handed_in(5 * HOUR, "hw1", DUE),
        handed_in(timedelta(0), "hw2", DUE + 7 * DAY),
        handed_in(HOUR, "hw4", DUE + 21 * DAY),
    ]
    found = penalties(class_of_one, policy)
    assert {name: (each.free_days, each.percent) for (_, name), each in found.items()} == {
        "hw1": (1, 0),
        "hw2": (0, 0),
        "hw3": (1, 10),
        "hw4": (0, 10),
    }


def test_what_is_due_first_has_the_free_day_though_it_came_last() -> None:
    class_of_one = [handed_in(HOUR, "hw2", DUE + 7 * DAY), handed_in(8 * DAY, "hw1"), handed_in(HOUR, "hw0")]
    found = penalties(class_of_one, replace(TEN, free_days=1))
    assert [name for (_, name), each in found.items() if each.free_days] == ["hw0"]
    found = penalties(class_of_one[:2], replace(TEN, free_days=1))
    assert [name for (_, name), each in found.items() if each.free_days] == ["hw1"]
    renamed = [handed_in(HOUR, "an essay", DUE + 7 * DAY), handed_in(HOUR, "warm-up")]
    found = penalties(renamed, replace(TEN, free_days=1))
    assert [name for (_, name), each in found.items() if each.free_days] == ["warm-up"]


def test_a_submission_without_a_time_spends_no_free_day() -> None:
    policy = replace(TEN, free_days=1)
    found = penalties([handed_in(None, "hw1"), handed_in(HOUR, "hw2", DUE + DAY)], policy)
    assert [each.free_days for each in found.values()] == [0, 1]
