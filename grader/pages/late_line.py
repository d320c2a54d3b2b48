"""What a feedback page says of lateness by the course's own rule, once for an assignment of several notebooks, too."""

from collections.abc import Sequence
from dataclasses import replace

from grader.marks import Marks
from grader.pages.task_lines import Results
from grader.penalty import Penalty, in_words, points_off
from grader.points import earned_points
from grader.text import number


def with_late(found: Results, penalty: Penalty | None, elsewhere: Sequence[Marks]) -> Results:
    """Return the results of a notebook less the penalty for handing in late.

    The penalty of an assignment of several notebooks is not taken off one of them: its words say what is left of all.

    Args:
        found: the results without it.
        penalty: what lateness costs, None where nbgrader's own penalty holds and is taken off already.
        elsewhere: the marks of the assignment's other notebooks.
    """
    if penalty is None or not penalty.past_due:
        return found
    others = [earned_points(None, marks.entry, marks.tasks, stock=True) for marks in elsewhere]
    own = [task.points for task in found.tasks if task.points is not None]
    known = [*own, *(value for points in others for value in points.values())]
    earned = sum(known) if known else None
    maximum = sum(task.max for task in found.tasks) + sum(task.max for marks in elsewhere for task in marks.tasks)
    off = 0.0 if earned is None else points_off(penalty, earned, maximum)
    words = in_words(penalty, earned, maximum)
    if elsewhere:
        if off and earned is not None:
            left = f"{number(max(0.0, earned - off))} of {number(maximum)}"
            words += f", taken off once from the total of all {len(elsewhere) + 1} notebooks, which leaves {left}"
        return replace(found, late=words, late_rule=penalty.rule)
    total = None if found.total is None else max(0.0, sum(own) - off)
    return replace(found, late=words, late_rule=penalty.rule, penalty=off, total=total)
