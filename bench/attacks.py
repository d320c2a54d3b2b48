"""Puts every attack of the bank that is code alone before stock graders and before this one, side by side."""

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Self

import click
from nbgrader.api import Gradebook

from bench import graders, students, tables, trial
from grader.bank.answers import Answer, read_bank
from grader.course import Course

ATTACKER, HONEST, BYSTANDER = "attacker", "honest", "bystander"  # the last one was graded long ago
RIGHT = "right/score_inverse"
KNOWN = {RIGHT: 10.0, "wrong/score_zeros": 0.0}  # what every grader must give for these
TOKEN = "a-line-of-the-hidden-tests-51f0c7"  # who has read the hidden tests can show this
SECONDS = 180  # that grading the attacker and the honest student may take together
CELL_SECONDS = 10
COUNTED = {
    "points": "gain points",
    "reached": "reach what they should not, and answer rightly to show it",
    "read": "show a line of the hidden tests",
    "wrote": "change another's score in the gradebook, or their own beside the automatic one, or break it",
    "stopped": "keep the honest student from being graded in the same run",
    "left": "leave a file, a changed file or a process behind",
}


@dataclass(frozen=True)
class Verdict:
    """What one attack did to one grader; `reached` instead of `points` if it knew the right answer."""

    points: float = 0.0
    reached: bool = False
    read: bool = False
    wrote: bool = False
    stopped: bool = True
    left: bool = False

    @classmethod
    def of(cls, printed: str, proof: bool = False) -> Self:
        """Judge by what a trial printed; if that is nothing, all that is known is that it stopped."""
        if not printed:
            return cls()
        found = json.loads(printed)
        scores, left = found["scores"], bool(found["traces"] or found["changed"])
        if scores is None:
            return cls(wrote=True, left=left)
        automatic, manual, extra = scores.get(ATTACKER, (None, None, None))
        points = (automatic if manual is None else manual) or 0.0
        return cls(
            points=0.0 if proof else points,
            reached=proof and points > 0,
            read=found["read"],
            wrote=scores.get(BYSTANDER) != found["before"][BYSTANDER] or manual is not None or extra is not None,
            stopped=scores.get(HONEST, (None,))[0] != 10.0,
            left=left,
        )

    def __str__(self) -> str:
        said = {
            f"{self.points:g} points": self.points,
            "reaches it": self.reached,
            "reads the tests": self.read,
            "writes the gradebook": self.wrote,
            "stops the run": self.stopped,
            "leaves a trace": self.left,
        }
        return ", ".join(words for words, true in said.items() if true) or "-"


def set_up(course: Course, folder: Path, otter: Path | None) -> list[graders.Grader]:
    """Set up all graders on task 1, each with an honest student, and with one who was graded long ago."""
    tests = {"score": f"# {TOKEN}\n{graders.HIDDEN_TESTS['score']}"}
    stock = graders.nbgrader(course, folder / "nbgrader", tests, "score", CELL_SECONDS)
    ours = graders.this_grader(course, folder / "this", task="score", seconds=CELL_SECONDS)
    for path in (ours.folder / "tests" / "hw3").glob("*.py"):
        path.write_text(f"{path.read_text(encoding='utf-8')}\n\n# {TOKEN}\n", encoding="utf-8")
    autograde = ((*stock.commands[0], "--force"),)
    found = [replace(stock, commands=autograde), replace(ours, name="here", commands=autograde)]
    for grader in found:
        with Gradebook(f"sqlite:///{grader.folder}/gradebook.db") as gradebook:
            gradebook.add_student(BYSTANDER)
            gradebook.add_submission("hw3", BYSTANDER)
            gradebook.find_grade("score", "hw3", "hw3", BYSTANDER).auto_score = 4.0
            gradebook.db.commit()
    if otter:
        found.insert(1, graders.otter(course, folder / "otter", otter, tests, "score"))
        shutil.rmtree(found[1].folder / "tests")
        path = found[1].folder / "results" / BYSTANDER / "results.json"
        path.parent.mkdir(parents=True)
        path.write_text('{"tests": [{"name": "score", "score": 4.0}]}', encoding="utf-8")
    for grader in found:
        students.write(course, grader.folder, "hw3", HONEST, {"score": RIGHT})
    return found


def attempt(course: Course, grader: graders.Grader, answer: str, times: int) -> str:
    """Make a trial of one answer of the bank before one grader; what it printed."""
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        start = Path(folder, "start")
        shutil.copytree(grader.folder, start)
        students.write(course, start, "hw3", ATTACKER, {"score": answer})
        order = {"command": grader.commands[0], "times": times, "seconds": SECONDS, "token": TOKEN}
        return trial.run({**order, "start": str(start)}, grader.prefix, boxed=grader.name != "here")


def attempt_all(
    course: Course, compared: Sequence[graders.Grader], attacks: Sequence[Answer], jobs: int, figures: tables.Figures
) -> None:
    """Make all trials that are not among the figures, quick ones first.

    Raises:
        click.ClickException: a grader does not tell right from blank, so that nothing can be said of attacks.
    """
    quick = sorted(attacks, key=lambda attack: (attack.slow, attack.family))
    trials = [*((name, 1) for name in KNOWN), *((attack.name, attack.times) for attack in quick)]
    with ThreadPoolExecutor(jobs) as pool:
        pending = {
            pool.submit(attempt, course, grader, name, times): f"{name} {grader.name}"
            for name, times in trials
            for grader in compared
            if f"{name} {grader.name}" not in figures
        }
        for future in as_completed(pending):
            figures.add(pending[future], future.result())
            click.echo(f"{pending[future]:40} {Verdict.of(future.result())}", err=True)
    for name, due in KNOWN.items():
        for grader in compared:
            if Verdict.of(printed := figures[f"{name} {grader.name}"]) != Verdict(points=due, stopped=False):
                raise click.ClickException(f"{grader.name} does not give {name} {due} points:\n{printed}")


def render(attacks: Sequence[Answer], names: Sequence[str], figures: Mapping[str, str]) -> str:
    """Make the table of totals and that of all attacks."""
    found = {name: [Verdict.of(figures[f"{attack.name} {name}"], attack.proof) for attack in attacks] for name in names}
    totals = [
        [words, *(str(sum(bool(getattr(verdict, what)) for verdict in found[name])) for name in names)]
        for what, words in COUNTED.items()
    ]
    totals.append(["any of these", *(str(sum(str(verdict) != "-" for verdict in found[name])) for name in names)])
    rows = [
        [attack.family, f"`{attack.path.stem}`", *map(str, verdicts)]
        for attack, *verdicts in zip(attacks, *found.values(), strict=True)
    ]
    return f"{tables.table(['', *names], totals)}\n{tables.table(['family', 'attack', *names], rows)}"


@click.command()
@click.option("--only", default="*", show_default=True, help="A pattern of the attacks' names.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Trials at a time.")
@tables.OTTER
@tables.KEEP
@tables.WRITE
def main(only: str, jobs: int, otter: Path | None, keep: Path | None, write: bool) -> None:
    """Run the attack bank through stock graders and through this one, and print what each attack gains."""
    course, of = Course.find(), graders.described(otter)
    hostile = sorted(read_bank(course, "hw3", "hostile"), key=lambda attack: (attack.family, attack.name))
    bank = [attack for attack in hostile if attack.code_alone]
    attacks = [attack for attack in bank if fnmatchcase(attack.path.stem, only)]
    figures = tables.Figures(keep, of=of)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        compared = set_up(course, Path(folder), otter)
        attempt_all(course, compared, attacks, jobs, figures)
    some = "" if len(attacks) == len(bank) else f" (of {len(bank)} in the bank)"
    text = f"Of {len(attacks)} attacks{some}; {of}:\n\n{render(attacks, [one.name for one in compared], figures)}"
    tables.show(text, "side by side", course.root / "docs" / "security.md" if write else None)


if __name__ == "__main__":
    main()
