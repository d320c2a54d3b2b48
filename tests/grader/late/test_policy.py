"""What a rule takes for how much time, and how it is described."""

from datetime import timedelta
from decimal import Decimal

import pytest

from grader.late.policy import DAY, HOUR, Policy, Rate, Steps, described, percent
from grader.penalty import Basis

PER_DAY = Policy(Rate(Decimal(10), DAY))
PER_HOUR = Policy(Rate(Decimal("0.5"), HOUR), Basis.MAXIMUM)
STEPS = Policy(Steps(((DAY, Decimal(10)), (3 * DAY, Decimal(30))), Decimal(100)))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("policy", "late", "share"),
    [
        (PER_DAY, timedelta(0), "0"),
        (PER_DAY, SECOND, "10"),
        (PER_DAY, 23.9 * HOUR, "10"),
        (PER_DAY, DAY, "10"),
        (PER_DAY, 24.1 * HOUR, "20"),
        (PER_DAY, 10 * DAY, "100"),
        (PER_DAY, 400 * DAY, "100"),
        (PER_HOUR, SECOND, "0.5"),
        (PER_HOUR, 2 * HOUR, "1.0"),
        (STEPS, DAY, "10"),
        (STEPS, DAY + SECOND, "30"),
        (STEPS, 3 * DAY, "30"),
        (STEPS, 3 * DAY + SECOND, "100"),
        (Policy(PER_DAY.rule, most=Decimal(50)), 9 * DAY, "50"),
    ],
)
def test_each_day_or_hour_begun_counts_and_a_step_holds_to_its_end(policy: Policy, late: timedelta, share: str) -> None:
    assert percent(policy, late) == Decimal(share)


@pytest.mark.parametrize(
    ("policy", "phrase"),
    [
        (PER_DAY, "10 % of the points earned for each day begun"),
        (PER_HOUR, "0.5 % of the maximum for each hour begun"),
        (STEPS, "of the points earned, 10 % up to 1 day, 30 % up to 3 days, 100 % after that"),
        (
            Policy(Rate(Decimal(10), DAY), most=Decimal(50), grace=timedelta(minutes=10), free_days=4),
            "10 % of the points earned for each day begun; at most 50 %; nothing within 10 min; "
            "4 free days over all assignments",
        ),
        (Policy(Steps(((12 * HOUR, Decimal(5)),), Decimal(5))), "of the points earned, 5 % up to 12 h, 5 % after that"),
    ],
)
def test_a_rule_is_described_for_students(policy: Policy, phrase: str) -> None:
    assert described(policy) == phrase
