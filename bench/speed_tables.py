"""The tables of seconds per submission and of two cores, from the figures of whole runs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

import section

STOCK, ONE, TWO = "nbgrader", "here, --jobs 1", "here, --jobs 2"
WAYS = {
    "`nbgrader autograde`": (STOCK, 1),
    "`nbgrader autograde`, then `generate_feedback`": (STOCK, 2),
    "`grader grade --jobs 1`": (ONE, 1),
    "`grader grade --jobs 2`": (TWO, 1),
    "`otter run`": ("Otter", 1),
}
Round = dict[str, dict[str, Any]]


def rounds_of(runs: Mapping[str, dict[str, Any]]) -> list[Round]:
    """The runs by round; of rounds in which every grader had its turn."""
    found: defaultdict[str, Round] = defaultdict(dict)
    for name, ran in runs.items():
        number, _, side = name.partition(" ")
        found[number][side] = ran
    names = {side for done in found.values() for side in done}
    return [done for done in found.values() if done.keys() == names]


def each(done: Round, way: str, what: str = "seconds") -> float:
    """Seconds per submission of one way of grading in one round."""
    side, steps = WAYS[way]
    return float(sum(step[what] for step in done[side]["steps"][:steps])) / float(done[side]["students"])


def spread(values: Iterable[float], digits: int = 2) -> str:
    """The median, and the range in brackets if there is one."""
    listed = sorted(values)
    middle = f"{median(listed):.{digits}f}"
    return middle if len(listed) < 2 else f"{middle} ({listed[0]:.{digits}f} to {listed[-1]:.{digits}f})"


def speed(found: list[Round]) -> str:
    """Seconds per submission of each way, and its ratios to stock nbgrader's in the same round."""
    alone, with_pages = list(WAYS)[:2]
    head = ["whole command", "seconds", "processor seconds", "to autograde", "to autograde and feedback"]
    rows = []
    for way, (side, _) in WAYS.items():
        if not all(side in done for done in found):
            rows.append([way, *["left out: name its program with `--otter`"], *[""] * 3])
            continue
        rows.append(
            [
                way,
                spread(each(done, way) for done in found),
                spread(each(done, way, "processor") for done in found),
                spread(each(done, way) / each(done, alone) for done in found),
                spread(each(done, way) / each(done, with_pages) for done in found),
            ]
        )
    return section.table(head, rows)


def two_cores(found: list[Round], bare: Iterable[float]) -> str:
    """Throughput of two jobs over that of one, the processor time behind it, and what the machine itself allows."""
    one, two = "`grader grade --jobs 1`", "`grader grade --jobs 2`"
    gain = spread(each(done, one) / each(done, two) for done in found)
    rows = [["submissions in a minute", *(spread((60 / each(done, way) for done in found), 1) for way in (one, two))]]
    rows += [
        ["processor seconds each", *(spread(each(done, way, "processor") for done in found) for way in (one, two))]
    ]
    busy = [[each(done, way, "processor") / each(done, way) for done in found] for way in (one, two)]
    rows += [["cores at work, on average", *map(spread, busy)]]
    told = f"Two jobs over one: {gain} times the throughput. Two bare processes over one: {spread(bare)} times."
    return f"{section.table(['', 'one job', 'two jobs'], rows)}\n{told}\n"
