"""What must hold of penalties for any class and any rule: order, limits, free days, extensions."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from grader.late.penalties import HandedIn, penalties
from grader.late.policy import DAY, HOUR, Policy, Rate, Steps
from grader.penalty import Basis, points_off
from tests.support.lateness import DUE, handed_in, only

MINUTE = timedelta(minutes=1)
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
