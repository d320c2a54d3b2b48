"""Searches for wrong answers that earn points: what do the hidden tests accept, besides what they promise?

``python tests/soak/acceptance.py`` tries thousands of candidates for each hidden test, prints a table, and keeps it
and every program found in build/acceptance/. ``--tests score/test_direction`` picks some, ``--hidden FOLDER`` looks at
other versions of the hidden tests of the same tasks. Exit status 1 if a test gave points that were not earned.
"""

import argparse
import fnmatch
import json
import sys
import time
import warnings
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from search.climbing import Climber, Finding
from search.starts import TASKS, known, task_of, tests_of

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Search:
    """What came of the search on one hidden test."""

    test: str
    outcomes: dict[str, int]
    climbs: int
    findings: list[Finding]
    seconds: float

    @property
    def tried(self) -> int:
        """Candidates."""
        return sum(self.outcomes.values())


def search(hidden: Path, assignment: str, task: str, test: str, given: argparse.Namespace) -> Search:
    """Search for unearned points of one hidden test."""
    warnings.simplefilter("ignore")
    name, began = f"{task}/{test}", time.monotonic()
    rng = np.random.default_rng([given.seed, zlib.crc32(name.encode())])
    climber = Climber(tests_of(hidden, task), test, task_of(task), rng)
    programs = [program for program in known(ROOT, assignment, task) if fnmatch.fnmatch(program.start, given.starts)]
    climber.search(programs, given.candidates, given.enough)
    climber.tests.child.end()
    return Search(name, dict(climber.outcomes), climber.climbs, climber.findings, time.monotonic() - began)


def jobs(hidden: dict[str, Path], patterns: list[str]) -> Iterator[tuple[Path, str, str, str]]:
    """Folder, assignment, task and name of every hidden test that is asked for."""
    for assignment, folder in hidden.items():
        for task in TASKS[assignment]:
            if not (folder / f"test_{task}.py").is_file():
                continue
            for test in tests_of(folder, task).functions:
                if any(fnmatch.fnmatch(f"{task}/{test}", pattern) for pattern in patterns):
                    yield folder, assignment, task, test


def table(found: list[Search]) -> str:
    """One row for each hidden test, as Markdown."""
    rows = ["| test | candidates | climbs | passed | passed unearned | kinds of programs found |", "|" + " --- |" * 6]
    for one in sorted(found, key=lambda one: one.test):
        passed = one.outcomes.get("passed", 0)
        rows.append(
            f"| `{one.test}` | {one.tried:,} | {one.climbs:,} | {passed:,} | {one.outcomes.get('unearned', 0):,} |"
            f" {len(one.findings)} |"
        )
    return "\n".join(rows)


def keep(found: list[Search], folder: Path) -> None:
    """Write the table, and every program found, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.py"):
        old.unlink()
    (folder / "table.md").write_text(table(found) + "\n")
    outcomes = {one.test: {**one.outcomes, "climbs": one.climbs, "seconds": round(one.seconds)} for one in found}
    (folder / "outcomes.json").write_text(json.dumps(outcomes, indent=1) + "\n")
    for one in found:
        for number, finding in enumerate(one.findings):
            judgement = finding.judgement
            why = f"# {one.test}, {judgement.outcome}; off by {judgement.badness:.3g} times what is allowed"
            head = f"{why}; from {finding.program.start}, after {finding.tried} candidates. {judgement.said}"
            path = folder / f"{one.test.replace('/', '_')}_{number}.py"
            path.write_text(f"{' '.join(head.split())}\n{finding.program.source}\n")


def main() -> int:
    """Search, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--candidates", type=int, default=6000, help="for each hidden test")
    parser.add_argument("--enough", type=int, help="programs found after which a test is left")
    parser.add_argument("--starts", default="*", help="pattern of what climbs start from, besides random programs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--tests", nargs="*", default=["*"], help="patterns such as score/* or loss/test_value")
    parser.add_argument("--hidden", type=Path, help="a folder of hidden tests of hw3, instead of the course's own")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "acceptance")
    given = parser.parse_args()
    hidden = {"hw3": given.hidden} if given.hidden else {name: ROOT / "tests" / name for name in TASKS}
    found = []
    with ProcessPoolExecutor(given.processes, get_context("fork")) as pool:
        work = [pool.submit(search, *job, given) for job in jobs(hidden, given.tests)]
        for one in work:
            found.append(one.result())
            print(table(found[-1:]).splitlines()[-1], f"{found[-1].seconds:.0f} s", flush=True)
    keep(found, given.folder)
    print(f"\n{table(found)}\n\nPrograms found: {given.folder}")
    return int(any(one.findings for one in found))


if __name__ == "__main__":
    sys.exit(main())
