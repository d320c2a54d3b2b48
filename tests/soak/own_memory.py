"""The grader's own memory while it judges the bank: attacks, wrong and right answers, one after the other.

    python tests/soak/own_memory.py                          # all attacks, and every tenth other answer
    python tests/soak/own_memory.py --answers 'hostile/forge*' 'right/score*'

Each is judged in this one process, as a worker does; the notebook is cut down to the answer's own task. Exits 1 if the
most memory was 500 MB or more, or if a student's library was loaded here.
"""

import argparse
import fnmatch
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from grader.bank.answers import Answer, compose, read_bank
from grader.course import Course
from grader.course_copy import scratch_copy
from grader.judging.check import check
from grader.notebooks import read_notebook

MOST = 500  # MB
ROOT = Path(__file__).parents[2]
LIMITS = {"memory_mib": 1024, "disk_mib": 64, "file_mib": 32, "processes": 48, "address_space_mib": 8192}
STUDENTS = ("torch", "sklearn")  # what only students' kernels need


def memory(kind: str) -> float:
    """VmHWM, the most memory so far, or VmRSS, that of now, in MB; getrusage counts what a parent held before exec."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(kind))


def chosen(course: Course, patterns: list[str]) -> Iterable[Answer]:
    """The answers to judge."""
    for kind, step in (("hostile", 1), ("right", 10), ("wrong", 10)):
        answers = [a for a in read_bank(course, "hw3", kind) if getattr(a, "code_alone", True)]
        named = [a for a in answers if any(fnmatch.fnmatch(a.name, one) for one in patterns)]
        yield from named if patterns else answers[::step]


def cut_down(course: Course, task: str, root: Path) -> Course:
    """A course whose hw3 consists of one task."""
    notebook = read_notebook(course.notebook("hw3", "release"))
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    cells = [cell for cell, name in zip(notebook.cells, ids, strict=True) if name in (task, f"{task}-answer")]
    imports = notebook.cells[: next(place for place, name in enumerate(ids) if name)]
    notebook.cells = [*([new_code_cell("import numpy as np")] if task == "score" else imports), *cells]
    for room in ("source", "release"):
        (root / room / "hw3").mkdir(parents=True)
        nbformat.write(notebook, root / room / "hw3" / "hw3.ipynb")
    small = scratch_copy(course, root, "hw3", ["tests"])
    seconds = {"timeout": 5 if task == "score" else 30, "submission_seconds": 60}
    return small.changed(SandboxProvisioner=LIMITS, ExecuteAndJudge=seconds)


def judge(course: Course, answer: Answer) -> None:
    """Judge an answer to a task, as what a student handed in."""
    with tempfile.TemporaryDirectory() as folder:
        small = cut_down(course, answer.task, Path(folder, "course"))
        path = Path(folder, "hw3.ipynb")
        nbformat.write(compose(read_notebook(small.notebook("hw3", "release")), {answer.task: answer.source}), path)
        check(small, "hw3", path)


def main() -> int:
    """Judge, and say how much memory that took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--answers", nargs="*", default=[], help="patterns such as hostile/forge*")
    patterns = parser.parse_args().answers
    course = Course(ROOT)
    judged, most = 0, {}
    for answer in chosen(course, patterns):
        before = memory("VmHWM")
        judge(course, answer)
        judged += 1
        most[answer.name] = memory("VmHWM") - before
    costly = {name: round(grown, 1) for name, grown in sorted(most.items(), key=lambda item: -item[1])[:8] if grown > 1}
    loaded = [name for name in STUDENTS if name in sys.modules]
    peak = memory("VmHWM")
    said = {"judged": judged, "peak_mb": round(peak), "now_mb": round(memory("VmRSS")), "loaded": loaded}
    print(json.dumps({**said, "raised_the_peak_mb": costly}))
    return int(peak >= MOST or bool(loaded) or not judged)


if __name__ == "__main__":
    sys.exit(main())
