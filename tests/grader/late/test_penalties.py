"""What lateness costs each submission: edges of time, extensions, grace, free days, and what must always hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.late.penalties import HandedIn, penalties
from grader.late.policy import DAY, HOUR, Policy, Rate, Steps
from grader.penalty import Basis, Penalty, points_off

DUE = datetime(2024, 4, 17, 21, 55)
MINUTE = timedelta(minutes=1)
TEN = Policy(Rate(Decimal(10), DAY))
GRACE = replace(TEN, grace=10 * MINUTE)
VIENNA = ZoneInfo("Europe/Vienna")


def handed_in(late: timedelta | None, assignment: str = "hw3", due: datetime = DUE, **changes: object) -> HandedIn:
    each = HandedIn("ada", assignment, None if late is None else due + late, due, due)
    return replace(each, **changes)  # type: ignore[arg-type]


def only(each: HandedIn, policy: Policy) -> Penalty:
    (penalty,) = penalties([each], policy).values()
    return penalty


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


SHARES = st.integers(0, 100).map(Decimal)
LATENESS = st.integers(-100_000, 2_000_000).map(lambda seconds: timedelta(seconds=seconds))
RATES = st.builds(Rate, SHARES, st.sampled_from([DAY, HOUR]))


@st.composite
def _steps(draw: st.DrawFn) -> Steps:
    times = sorted(draw(st.sets(st.integers(1, 500), min_size=1, max_size=4)))
    shares = sorted(draw(st.lists(SHARES, min_size=len(times) + 1, max_size=len(times) + 1)))
    return Steps(tuple((hours * HOUR, share) for hours, share in zip(times, shares[:-1], strict=True)), shares[-1])


POLICIES = st.builds(
    Policy,
    st.one_of(RATES, _steps()),
    st.sampled_from(Basis),
    SHARES,
    st.integers(0, 120).map(lambda minutes: minutes * MINUTE),
    st.integers(0, 5),
)
CLASSES = st.lists(
    st.builds(
        lambda student, number, late, extension: HandedIn(
            student, f"hw{number}", DUE + number * DAY + late, DUE + number * DAY, DUE + number * DAY + extension
        ),
        st.sampled_from(["ada", "ben", "cy"]),
        st.integers(1, 4),
        LATENESS,
        st.integers(0, 72).map(lambda hours: hours * HOUR),
    ),
    max_size=12,
    unique_by=lambda each: (each.student, each.assignment),
)


@given(CLASSES, POLICIES, st.randoms())
def test_the_order_of_students_and_assignments_does_not_matter(class_: list[HandedIn], policy: Policy, random) -> None:
    mixed = list(class_)
    random.shuffle(mixed)
    assert dict(penalties(mixed, policy)) == dict(penalties(class_, policy))
    for student in {each.student for each in class_}:
        alone = penalties([each for each in class_ if each.student == student], policy)
        assert all(penalties(class_, policy)[key] == penalty for key, penalty in alone.items())


@given(LATENESS, LATENESS, POLICIES)
def test_who_is_later_pays_no_less(one: timedelta, other: timedelta, policy: Policy) -> None:
    earlier, later = (only(handed_in(late), policy).percent for late in sorted([one, other]))
    assert 0 <= earlier <= later <= policy.most


@given(CLASSES, POLICIES, st.floats(0, 100), st.floats(0, 100))
def test_no_more_is_taken_than_the_most_and_free_days_are_not_overspent(
    class_: list[HandedIn], policy: Policy, earned: float, maximum: float
) -> None:
    found = penalties(class_, policy)
    for penalty in found.values():
        base = earned if policy.basis is Basis.EARNED else maximum
        assert 0 <= points_off(penalty, earned, maximum) <= min(earned, base * float(policy.most) / 100) + 1e-6
    for student in {each.student for each in class_}:
        assert sum(penalty.free_days for (who, _), penalty in found.items() if who == student) <= policy.free_days


@given(CLASSES, POLICIES)
def test_free_days_make_no_submission_worse(class_: list[HandedIn], policy: Policy) -> None:
    without = penalties(class_, replace(policy, free_days=0))
    assert all(penalty.percent <= without[key].percent for key, penalty in penalties(class_, policy).items())


@given(LATENESS, st.integers(0, 400), POLICIES)
def test_an_extension_never_costs_the_submission_more(late: timedelta, hours: int, policy: Policy) -> None:
    plain, extended = handed_in(late), handed_in(late, until=DUE + hours * HOUR)
    assert only(extended, policy).percent <= only(plain, policy).percent


@given(CLASSES, st.integers(0, 3), st.integers(1, 72), st.integers(0, 11))
def test_an_extension_never_costs_more_in_all_where_each_day_costs_the_same(
    class_: list[HandedIn], free_days: int, hours: int, which: int
) -> None:
    policy = Policy(Rate(Decimal("0.1"), DAY), free_days=free_days)  # no lateness here reaches a hundred per cent
    if not class_:
        return
    place = which % len(class_)
    longer = replace(class_[place], until=class_[place].until + hours * HOUR)
    before, after = (
        sum(penalty.percent for penalty in penalties(all_, policy).values())
        for all_ in (class_, [*class_[:place], longer, *class_[place + 1 :]])
    )
    assert after <= before
