"""What handing in late costs one submission: a share of its points, how many points that is, and why, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from grader.text import number

HUNDREDTH = Decimal("0.01")
NOTHING_OFF = "no points are taken off"


class Basis(StrEnum):
    """What a penalty is a share of."""

    EARNED = "earned"
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True)
class Penalty:
    """What lateness costs one submission, whatever points it earns. Times are naive UTC.

    Attributes:
        arrived: when it was handed in, None if that is not known: then it is not late.
        due: when it was due.
        until: when it was due for this student: the due date, or the end of an extension.
        free_days: how many of the student's free days were spent on it.
        counted: the time that the rule was applied to: none within the grace, else without the free days.
        percent: the share of the points that is taken off, 0 to 100.
        basis: what it is a share of.
        capped: whether the rule alone would take more.
        grace: how late a submission may be that still counts as on time.
        rule: the course's rule, a phrase.
    """

    arrived: datetime | None
    due: datetime
    until: datetime
    free_days: int = 0
    counted: timedelta = timedelta(0)
    percent: Decimal = Decimal(0)
    basis: Basis = Basis.EARNED
    capped: bool = False
    grace: timedelta = timedelta(0)
    rule: str = ""

    @property
    def late(self) -> timedelta:
        """How long after it was due for this student it arrived, in elapsed time."""
        return max(self.arrived - self.until, timedelta(0)) if self.arrived else timedelta(0)

    @property
    def hours(self) -> float | None:
        """How many hours late that is, none within the grace, None if the time of arrival is not known."""
        if self.arrived is None:
            return None
        return self.late / timedelta(hours=1) if self.counted or self.free_days else 0.0

    @property
    def past_due(self) -> bool:
        """Whether it arrived after the due date, extension or not."""
        return self.arrived is not None and self.arrived > self.due


def points_off(penalty: Penalty, earned: float, maximum: float) -> float:
    """Return the points that are taken off: rounded down to hundredths, and never more than were earned.

    Args:
        penalty: the share.
        earned: all points of the assignment, by hand and extra ones too; read to six decimals.
        maximum: the points of all its tasks together.
    """
    base = earned if penalty.basis is Basis.EARNED else maximum
    share = (_exact(base) * penalty.percent / 100).quantize(HUNDREDTH, ROUND_FLOOR)
    return float(max(Decimal(0), min(share, _exact(earned))))


def in_words(penalty: Penalty, earned: float | None, maximum: float) -> str:
    """Return what a penalty comes from, without a full stop; empty for what was handed in by the due date.

    Args:
        penalty: the share.
        earned: all points of the assignment, None while none are known.
        maximum: the points of all its tasks together.
    """
    if not penalty.past_due or penalty.arrived is None:
        return ""
    if not penalty.late:
        return f"{span(penalty.arrived - penalty.due)} after the due date, within the extension: {NOTHING_OFF}"
    said = f"{span(penalty.late)} {'after the end of the extension' if penalty.until > penalty.due else 'late'}"
    if penalty.free_days:
        said += ", one free day used" if penalty.free_days == 1 else f", {penalty.free_days} free days used"
        said += f", {span(penalty.counted)} count" if penalty.counted else ""
    elif not penalty.counted:
        said += f", within the grace of {span(penalty.grace)}"
    return f"{said}: {_cost(penalty, earned, maximum)}"


def _cost(penalty: Penalty, earned: float | None, maximum: float) -> str:
    if not penalty.percent:
        return NOTHING_OFF
    share = f"{number(float(penalty.percent))} %{', the most,' if penalty.capped else ''} of"
    if penalty.basis is Basis.MAXIMUM:
        share += " the maximum of"
    elif earned is None:
        return f"{share} the points earned"
    base = maximum if penalty.basis is Basis.MAXIMUM or earned is None else max(0.0, earned)
    share += f" {number(base)}"
    if earned is None:
        return share
    off = points_off(penalty, earned, maximum)
    whole = points_off(penalty, max(earned, maximum), maximum) if penalty.basis is Basis.MAXIMUM else off
    less = f", of which the {number(off)} earned are taken off" if off < whole else ""
    return f"{share} = {number(whole)} {'point' if number(whole) == '1' else 'points'}{less}"


def span(time: timedelta) -> str:
    """Return a length of time as a person reads it, rounded down: 27 h, 24 h 6 min, 5 min 30 s; none is 0 min."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    parts += [f"{seconds} s" if seconds and not (hours and minutes) else ""]
    return " ".join(filter(None, parts)) or "0 min"


def _exact(points: float) -> Decimal:
    return Decimal(f"{points:.6f}")
