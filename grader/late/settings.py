"""The settings ``c.Late``, read strictly: what is misspelled, out of range or contradictory is an error."""

import math
import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from rapidfuzz import process
from traitlets.config import Config

from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.late.policy import DAY, HOUR, Policy, Rate, Steps
from grader.penalty import Basis

RULES = ("per_day", "per_hour", "rule")
NAMES = (*RULES, "after", "of", "most", "grace_minutes", "free_days", "extensions")
LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s+(minute|hour|day|week)s?", re.ASCII)
UNITS = {"minute": timedelta(minutes=1), "hour": HOUR, "day": DAY, "week": 7 * DAY}
MOST_MINUTES = 7 * 24 * 60  # of grace
MOST_DAYS = 366  # that are free
PLUGIN = ("nbgrader.plugins.LateSubmissionPlugin", "nbgrader.plugins.latesubmission.LateSubmissionPlugin")
CLASSES = (  # section, setting, the class that knows nbgrader's own penalty alone, the one that knows this rule
    (
        *("GenerateFeedback", "exporter_class"),
        *("grader.pipeline.feedback_exporter.FeedbackExporter", "grader.late.feedback_exporter.FeedbackExporter"),
    ),
    ("ExportApp", "plugin_class", "grader.pipeline.export.FinalGrades", "grader.late.export.FinalGrades"),
)
STEP = "Write steps like [('1 day', 10), ('3 days', 30)]: a time, then per cent, both growing."


def read_policy(course: Course) -> Policy | None:
    """Return the course's rule for late work, None where ``c.Late`` is not set: then nbgrader's own penalty holds.

    Raises:
        CourseError: a setting has no such name or value, or nbgrader would take lateness off as well.
    """
    config = course.config
    settings = dict(config.get("Late", {}))
    if not settings:
        return None
    for name in settings:
        if name not in NAMES:
            close = process.extractOne(name, NAMES)
            nearest = f" Did you mean c.Late.{close[0]}?" if close and close[1] >= 60 else ""
            raise CourseError(CONFIG, f"c.Late has no setting {name!r}", f"It has: {', '.join(NAMES)}.{nearest}")
    _refuse_two(config)
    _refuse_outdated(config)
    return Policy(
        rule=_rule(settings),
        basis=_basis(settings.get("of", Basis.EARNED.value)),
        most=_percent("most", settings.get("most", 100)),
        grace=timedelta(minutes=float(_number("grace_minutes", settings.get("grace_minutes", 0), MOST_MINUTES))),
        free_days=_whole("free_days", settings.get("free_days", 0), MOST_DAYS),
    )


def extensions_file(course: Course) -> str:
    """Return the name of the table of extensions: ``c.Late.extensions``, relative to the course.

    Raises:
        CourseError: the setting is not a name.
    """
    name = course.config.get("Late", {}).get("extensions", "extensions.csv")
    if not isinstance(name, str) or not name or not name.isprintable():
        raise _invalid("extensions", name, "Write the name of a file, 'extensions.csv' for instance.")
    return name


def _refuse_two(config: Config) -> None:
    """Refuse a rule beside nbgrader's own.

    Raises:
        CourseError: both are set.
    """
    plugin = config.get("AssignLatePenalties", {}).get("plugin_class", PLUGIN[0])
    own = plugin if isinstance(plugin, str) else f"{plugin.__module__}.{plugin.__qualname__}"
    method = config.get("LateSubmissionPlugin", {}).get("penalty_method", "none")
    other = ""
    if own not in PLUGIN:
        other = f"c.AssignLatePenalties.plugin_class ({own})"
    elif method != "none":
        other = f"c.LateSubmissionPlugin.penalty_method ({method!r})"
    if other:
        what = f"both c.Late and {other} are set, so that lateness would be taken off twice"
        raise CourseError(CONFIG, what, "Remove one of them.")


def _refuse_outdated(config: Config) -> None:
    """Refuse classes that pages and exports were made by before there was ``c.Late``: they would not know of it.

    Raises:
        CourseError: one of them is set.
    """
    for section, name, old, new in CLASSES:
        if str(config.get(section, {}).get(name, "")) == old:
            raise CourseError(CONFIG, f"c.{section}.{name} knows nothing of c.Late", f"Set it to {new!r}.")


def _rule(settings: Mapping[str, Any]) -> Rate | Steps:
    """Return the one rule that is set.

    Raises:
        CourseError: there is none or more than one, or it is not a rule.
    """
    chosen = [name for name in RULES if name in settings]
    if len(chosen) != 1:
        what = f"c.Late sets {' and '.join(chosen)}" if chosen else "c.Late does not say what late work costs"
        raise CourseError(CONFIG, what, "Set one of per_day, per_hour and rule; per_day = 0 costs nothing.")
    if chosen == ["rule"]:
        return _steps(settings["rule"], settings)
    if "after" in settings:
        remedy = "Remove it, or write a rule in steps."
        raise CourseError(CONFIG, f"c.Late.after belongs to c.Late.rule, and not to {chosen[0]}", remedy)
    unit = DAY if chosen == ["per_day"] else HOUR
    return Rate(_percent(chosen[0], settings[chosen[0]]), unit)


def _steps(rule: object, settings: Mapping[str, Any]) -> Steps:
    if "after" not in settings:
        remedy = "Set it in per cent; 100 leaves nothing."
        raise CourseError(
            CONFIG, "c.Late.after does not say what later than the last step of c.Late.rule costs", remedy
        )
    if not isinstance(rule, list | tuple) or not rule or not all(_is_pair(step) for step in rule):
        raise _invalid("rule", rule, STEP)
    steps = tuple((_length(time), _percent("rule", share)) for time, share in rule)
    after = _percent("after", settings["after"])
    for (time, share), (later, more) in zip(steps, (*steps[1:], (timedelta.max, after)), strict=True):
        if later <= time or more < share:
            raise _invalid("rule", rule, f"{STEP} c.Late.after is not less than the last.")
    return Steps(steps, after)


def _is_pair(step: object) -> bool:
    return isinstance(step, list | tuple) and len(step) == 2


def _length(text: object) -> timedelta:
    found = LENGTH.fullmatch(text.strip()) if isinstance(text, str) else None
    time = float(found[1]) * UNITS[found[2]] if found else timedelta(0)
    if not time:
        raise _invalid("rule", text, "Write a time like '12 hours', '1 day' or '2 weeks'.")
    return time


def _basis(text: object) -> Basis:
    if text not in [*Basis]:
        raise _invalid("of", text, "Write 'earned', a share of the points earned, or 'maximum'.")
    return Basis(str(text))


def _percent(name: str, value: Any) -> Decimal:
    return _number(name, value, 100)


def _whole(name: str, value: Any, most: int) -> int:
    number = _number(name, value, most)
    if number != int(number):
        raise _invalid(name, value, f"Write a whole number from 0 to {most}.")
    return int(number)


def _number(name: str, value: Any, most: int) -> Decimal:
    """Return a number of the settings exactly as it is written there.

    Raises:
        CourseError: it is none, or out of range.
    """
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not 0 <= value <= most
    ):
        raise _invalid(name, value, f"Write a number from 0 to {most}.")
    return Decimal(str(value))


def _invalid(name: str, value: object, remedy: str) -> CourseError:
    return CourseError(CONFIG, f"c.Late.{name} cannot be {repr(value)[:80]}", remedy)
