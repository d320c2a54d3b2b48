"""The parts of grading one submission, the functions that make each up, and the table of what they take."""

from collections.abc import Mapping
from statistics import fmean
from typing import Any

import section
from grader.execute import ExecuteConfined
from nbconvert.preprocessors import Preprocessor
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import AssignLatePenalties, GetGrades, OverwriteCells, SaveAutoGrades
from stopwatch import Label

from grader.intake import submissions
from grader.kernel.student_kernel import StudentKernel
from grader.pipeline import attempt, steps

START, IMPORTS, CELLS = "kernel: start, confined", "kernel: cells of imports", "kernel: the other cells"
ANSWERS, TESTS, STOP = "kernel: answers to the judge", "judge: pytest and comparisons", "kernel: end, with its sandbox"
STEPS, BOOK, PAGE = "other steps: repair, checks, bounds", "gradebook", "feedback page"
FILES, REST = "files: reading, converting, writing", "the rest: settings, results"
ORDER = (START, IMPORTS, CELLS, ANSWERS, TESTS, STOP, STEPS, BOOK, PAGE, FILES, REST)
FLOOR_CELLS, FLOOR_TESTS = "floor: cells", "floor: hidden tests"
KEEPERS = (SaveAutoGrades, OverwriteCells, AssignLatePenalties, GetGrades)  # steps that are there for the gradebook


def watched() -> list[tuple[Any, str, Label]]:
    """The functions that are counted: owner, name, and the part that they belong to."""
    book = [name for name, value in vars(Gradebook).items() if callable(value) and not name.startswith("_")]
    return [
        (StudentKernel, "start", START),
        (ExecuteConfined, "_connect", START),
        (ExecuteConfined, "_survives", lambda _, cell, *rest: IMPORTS if imports(cell.source) else CELLS),
        (StudentKernel, "execute", ANSWERS),
        (steps, "judge", TESTS),
        (StudentKernel, "stop", STOP),
        (Preprocessor, "__call__", lambda step, *rest: BOOK if isinstance(step, KEEPERS) else STEPS),
        *((Gradebook, name, BOOK) for name in ("__init__", *book)),
        (Autograde, "init_assignment", BOOK),
        (attempt, "generate_feedback", PAGE),
        (attempt, "autograde", FILES),
        (submissions, "stage", FILES),
        (attempt, "digest", FILES),
    ]


def imports(source: str) -> bool:
    """Whether a cell does nothing but import."""
    lines = [line for line in source.splitlines() if line.strip()]
    return bool(lines) and all(line.startswith(("import ", "from ")) for line in lines)


def middle(runs: list[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each part over the middle half of some submissions, by the time of the whole: so parts sum to it."""
    ranked = sorted(runs, key=lambda run: sum(run.get(part, 0.0) for part in ORDER))
    quarter = len(ranked) // 4
    kept = ranked[quarter : len(ranked) - quarter]
    return {part: fmean(run.get(part, 0.0) for run in kept) for part in (*ORDER, FLOOR_CELLS, FLOOR_TESTS)}


def render(runs: list[Mapping[str, float]]) -> str:
    """Seconds and share of each part, and what the floor is."""
    found = middle(runs)
    whole = sum(found[part] for part in ORDER)
    floor = found[FLOOR_CELLS] + found[FLOOR_TESTS]
    rows = [[part, f"{found[part]:.2f}", f"{found[part] / whole:.0%}"] for part in ORDER]
    rows.append(["**one submission**", f"**{whole:.2f}**", "100%"])
    rows += [[part, f"{found[part]:.2f}", f"{found[part] / whole:.0%}"] for part in (FLOOR_CELLS, FLOOR_TESTS)]
    rows.append(["**floor**", f"**{floor:.2f}**", f"{floor / whole:.0%}"])
    return section.table(["part", "seconds", "share"], rows) + f"\nWhole over floor: {whole / floor:.1f}.\n"
