"""What lateness costs in points and in words."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.penalty import Basis, Penalty, in_words, points_off, span

DUE = datetime(2024, 4, 17, 21, 55)
HOUR = timedelta(hours=1)
LATE = Penalty(DUE + 27 * HOUR, DUE, DUE, 1, 3 * HOUR, Decimal(10))
POINTS = st.floats(0, 1e6)


@pytest.mark.parametrize(
    ("penalty", "earned", "maximum", "words"),
    [
        (LATE, 76, 90, "27 h late, one free day used, 3 h count: 10 % of 76 = 7.6 points"),
        (LATE, 10, 90, "27 h late, one free day used, 3 h count: 10 % of 10 = 1 point"),
        (LATE, None, 90, "27 h late, one free day used, 3 h count: 10 % of the points earned"),
        (
            replace(LATE, free_days=2, counted=timedelta(0), percent=Decimal(0)),
            *(76, 90, "27 h late, 2 free days used: no points are taken off"),
        ),
        (
            replace(LATE, free_days=0, counted=27 * HOUR, percent=Decimal("12.5"), capped=True),
            *(76, 90, "27 h late: 12.5 %, the most, of 76 = 9.5 points"),
        ),
        (
            replace(LATE, arrived=DUE + timedelta(minutes=5), free_days=0, counted=timedelta(0), percent=Decimal(0)),
            *(76, 90, "5 min late, within the grace of 0 min: no points are taken off"),
        ),
        (
            replace(LATE, until=DUE + 48 * HOUR, free_days=0, counted=timedelta(0), percent=Decimal(0)),
            *(76, 90, "27 h after the due date, within the extension: no points are taken off"),
        ),
        (
            replace(LATE, until=DUE + 24 * HOUR, free_days=0),
            *(76, 90, "3 h after the end of the extension: 10 % of 76 = 7.6 points"),
        ),
        (
            replace(LATE, basis=Basis.MAXIMUM, free_days=0, counted=27 * HOUR),
            *(76, 90, "27 h late: 10 % of the maximum of 90 = 9 points"),
        ),
        (
            replace(LATE, basis=Basis.MAXIMUM, free_days=0, counted=27 * HOUR),
            *(5, 90, "27 h late: 10 % of the maximum of 90 = 9 points, of which the 5 earned are taken off"),
        ),
        (
            replace(LATE, basis=Basis.MAXIMUM, free_days=0, counted=27 * HOUR),
            *(None, 90, "27 h late: 10 % of the maximum of 90"),
        ),
        (replace(LATE, arrived=DUE), 76, 90, ""),
        (replace(LATE, arrived=None), 76, 90, ""),
    ],
)
def test_a_penalty_is_told_in_words(penalty: Penalty, earned: float | None, maximum: float, words: str) -> None:
    assert in_words(penalty, earned, maximum) == words


@pytest.mark.parametrize(
    ("percent", "earned", "off"),
    [
        ("10", 76, 7.6),
        ("10", 13.333333333, 1.33),
        ("10", 0.1 + 0.2, 0.03),
        ("10", sum([25.3] * 3), 7.59),  # 75.9 less a hair as floating point adds it
        ("33.3", 0.01, 0.0),
        ("100", 76.004, 76.0),
        ("100", -1, 0.0),
        ("0", 76, 0.0),
    ],
)
def test_points_are_rounded_down_to_hundredths(percent: str, earned: float, off: float) -> None:
    assert points_off(replace(LATE, percent=Decimal(percent)), earned, 90) == off


@given(POINTS, POINTS, st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.sampled_from(Basis))
def test_no_more_is_taken_off_than_was_earned_and_more_for_a_larger_share(
    earned: float, maximum: float, one: Decimal, other: Decimal, basis: Basis
) -> None:
    less, more = sorted([one, other])
    off = [points_off(replace(LATE, percent=share, basis=basis), earned, maximum) for share in (less, more)]
    base = earned if basis is Basis.EARNED else maximum
    assert 0 <= off[0] <= off[1] <= earned + 1e-6
    assert off[1] <= float(more) / 100 * base + 1e-6 * base + 1e-6


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 min"),
        (1, "1 s"),
        (330, "5 min 30 s"),
        (3600, "1 h"),
        (27 * 3600, "27 h"),
        (24 * 3600 + 1, "24 h 1 s"),
        (24 * 3600 + 361, "24 h 6 min"),
    ],
)
def test_a_time_is_shown_so_that_no_day_seems_whole_that_is_not(seconds: int, shown: str) -> None:
    assert span(timedelta(seconds=seconds)) == shown
