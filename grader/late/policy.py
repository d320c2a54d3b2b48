"""A course's rule for late work: which share of the points how much time costs."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from grader.penalty import Basis, span
from grader.text import number

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many per cent for each day or hour that has begun."""

    percent: Decimal
    unit: timedelta


@dataclass(frozen=True, slots=True)
class Steps:
    """So many per cent up to each of several times, which grow; ``after`` the last of them."""

    steps: tuple[tuple[timedelta, Decimal], ...]
    after: Decimal


@dataclass(frozen=True, slots=True)
class Policy:
    """A course's rule for late work.

    Attributes:
        rule: what time costs.
        basis: what it is a share of.
        most: the largest share that is ever taken, in per cent.
        grace: what is no later than that is not late; what is later counts from when it was due.
        free_days: days of 24 hours that each student may be late, over all assignments.
    """

    rule: Rate | Steps
    basis: Basis = Basis.EARNED
    most: Decimal = Decimal(100)
    grace: timedelta = timedelta(0)
    free_days: int = 0


def percent(policy: Policy, late: timedelta) -> Decimal:
    """Return the share that a time costs which counts as late, in per cent, at most ``policy.most``."""
    return min(uncapped(policy.rule, late), policy.most)


def uncapped(rule: Rate | Steps, late: timedelta) -> Decimal:
    """Return the share that a rule alone takes, in per cent; it may be more than 100."""
    if late <= timedelta(0):
        return Decimal(0)
    if isinstance(rule, Rate):
        return rule.percent * -(-late // rule.unit)
    return next((share for until, share in rule.steps if late <= until), rule.after)


def described(policy: Policy) -> str:
    """Return the rule as a phrase for students: "10 % of the points earned for each day begun, at most 50 %"."""
    base = "the points earned" if policy.basis is Basis.EARNED else "the maximum"
    rule = policy.rule
    if isinstance(rule, Rate):
        parts = [f"{_share(rule.percent)} of {base} for each {'day' if rule.unit == DAY else 'hour'} begun"]
    else:
        steps = [f"{_share(share)} up to {_length(until)}" for until, share in rule.steps]
        parts = [f"of {base}, {', '.join(steps)}, {_share(rule.after)} after that"]
    parts += [f"at most {_share(policy.most)}"] if policy.most < 100 else []
    parts += [f"nothing within {span(policy.grace)}"] if policy.grace else []
    if policy.free_days:
        parts.append(f"{policy.free_days} free {'day' if policy.free_days == 1 else 'days'} over all assignments")
    return "; ".join(parts)


def _share(share: Decimal) -> str:
    return f"{number(float(share))} %"


def _length(time: timedelta) -> str:
    days = time // DAY
    return f"{days} {'day' if days == 1 else 'days'}" if time == days * DAY else span(time)
