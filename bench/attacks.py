"""Side by side: every attack of the bank that is code alone, before stock graders and before this one."""

import importlib.metadata
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import box
import click
import courses
import section
from table import Verdict, render

from grader.bank.answers import Answer, read_bank
from grader.course import Course

PROGRAMS = Path(sys.executable).parent
TRIAL = Path(__file__).with_name("trial.py")
SECONDS = 180  # that grading the attacker and the honest student may take together
NAMES = ("nbgrader", "Otter", "here")
KNOWN = {courses.RIGHT: 10.0, "wrong/score_zeros": 0.0}  # what every grader must give for these


@dataclass(frozen=True)
class Grader:
    """A grader: its course, its command, and whether it needs a box around it."""

    name: str
    template: Path
    command: tuple[str, ...]
    environment: str = sys.prefix  # the Python environment it is installed in
    boxed: bool = True


def graders(course: Course, folder: Path, otter: Path | None) -> list[Grader]:
    """The stock graders and this repository's, each with its course made."""
    stock = courses.stock(course, folder / "stock", PROGRAMS)
    ours = courses.ours(course, folder / "ours", PROGRAMS)
    for template in (stock, ours):
        courses.hand_in(course, template, courses.HONEST, courses.RIGHT)
        courses.grade_long_ago(template)
    command = (f"{PROGRAMS}/nbgrader", "autograde", "hw3", "--force")
    rivals = [Grader("nbgrader", stock, command)]
    if otter is not None:
        made = courses.otter(course, folder / "otter", otter)
        rivals.append(Grader("Otter", made, ("sh", "-c", courses.OTTER.format(otter)), str(otter.parent.parent)))
    return [*rivals, Grader("here", ours, command, boxed=False)]


def judge(course: Course, grader: Grader, name: str, times: int) -> str:
    """What a trial of one answer of the bank before one grader said."""
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        start = Path(folder, "start")
        courses.copy(grader.template, start)
        courses.hand_in(course, start, courses.ATTACKER, name)
        place = "/tmp/box" if grader.boxed else folder
        order = {
            "start": "/tmp/box/start" if grader.boxed else str(start),
            "place": place,
            "home": f"{place}/home",
            "command": grader.command,
            "times": times,
            "seconds": SECONDS,
            "packages": str(next(Path(grader.environment).glob("lib/python3*/site-packages"))),
            "token": courses.TOKEN,
        }
        trial = "/tmp/box/trial.py" if grader.boxed else str(TRIAL)
        inside = [sys.executable, "-I", "-S", trial, json.dumps(order)]
        arguments = box.command(start, grader.environment, inside) if grader.boxed else inside
        with box.group() if grader.boxed else nullcontext() as held:
            return box.run(arguments, order["home"], held, SECONDS * times + 60)


def answers(course: Course, only: str) -> Iterator[Answer]:
    """The attacks that stand in the answer cell alone."""
    for answer in read_bank(course, "hw3", "hostile"):
        if answer.code_alone and fnmatchcase(answer.path.stem, only):
            yield answer


def versions(otter: Path | None) -> str:
    """What the figures are of."""
    named = ("nbgrader", "nbclient", "jupyter_client", "ipykernel", "numpy")
    others = ["Otter-Grader is left out: name its program with --otter"]
    if otter is not None:
        ask = "import importlib.metadata as known; print(known.version('otter-grader'))"
        said = subprocess.run([otter.with_name("python"), "-c", ask], capture_output=True, text=True, check=True)
        others = [f"Otter-Grader {said.stdout.strip()}"]
    return ", ".join(
        [
            f"Python {platform.python_version()}",
            *(f"{name} {importlib.metadata.version(name)}" for name in named),
            *others,
        ]
    )


@click.command()
@click.option("--only", default="*", show_default=True, help="A pattern of the attacks' names.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Trials at a time.")
@click.option("--write", "to_document", is_flag=True, help="Put the table into docs/security.md.")
@click.option("--otter", type=click.Path(exists=True, path_type=Path), help="The program otter, to judge by it too.")
@click.option("--keep", "kept", type=click.Path(path_type=Path), help="Keep trials in this file; repeat none of it.")
@click.option("--show", is_flag=True, help="Make no trial, show those that were kept.")
def main(only: str, jobs: int, to_document: bool, otter: Path | None, kept: Path | None, show: bool) -> None:
    """Run the attack bank through stock graders and through this one, and print what each attack gains."""
    course = Course.find(Path(__file__).parent)
    attacks = sorted(answers(course, only), key=_turn, reverse=True)
    said: dict[str, str] = json.loads(kept.read_text(encoding="utf-8")) if kept and kept.is_file() else {}
    if not show:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            rivals = graders(course, Path(folder), otter.absolute() if otter else None)
            _run(course, attacks, rivals, jobs, said, kept)
    names = [name for name in NAMES if any(trial.endswith(f" {name}") for trial in said)]
    for name in names:
        _check(name, said)
    tried = [attack for attack in attacks if all(f"{attack.name} {name}" in said for name in names)]
    tried.sort(key=lambda attack: (attack.family, attack.name))
    found = {(attack.path.stem, name): Verdict.of(said[f"{attack.name} {name}"]) for attack in tried for name in names}
    text = render(tried, len(attacks), names, found, versions(otter))
    click.echo(text)
    if to_document:
        click.echo(f"Written: {section.write(course.root / 'docs' / 'security.md', 'side by side', text)}", err=True)


def _run(
    course: Course,
    attacks: Sequence[Answer],
    rivals: Sequence[Grader],
    jobs: int,
    said: dict[str, str],
    kept: Path | None,
) -> None:
    """Make the trials that are not yet among those said, and add them."""
    trials = [(name, 1, rival) for name in KNOWN for rival in rivals]
    trials += [(attack.name, attack.times, rival) for attack in attacks for rival in rivals]
    with ThreadPoolExecutor(jobs) as pool:
        pending = {
            pool.submit(judge, course, rival, name, times): f"{name} {rival.name}"
            for name, times, rival in trials
            if f"{name} {rival.name}" not in said
        }
        try:
            for future in as_completed(pending):
                said[pending[future]] = future.result()
                click.echo(f"{pending[future]:40} {Verdict.of(future.result()).words}", err=True)
                if kept:
                    kept.write_text(json.dumps(said, indent=1), encoding="utf-8")
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise click.ClickException("interrupted; with --keep, the next run goes on from here") from None


def _turn(attack: Answer) -> tuple[bool, str]:
    """The quick ones first, and a family at a time."""
    return not attack.slow, attack.family


def _check(rival: str, said: Mapping[str, str]) -> None:
    """A grader must tell right from blank before anything is said of attacks.

    Raises:
        click.ClickException: it does not.
    """
    for name, due in KNOWN.items():
        verdict = Verdict.of(said.get(f"{name} {rival}", ""))
        if verdict != Verdict(points=due, stopped=False, said=verdict.said):
            told = json.dumps(verdict.said, indent=1)
            raise click.ClickException(f"{rival} gives {name} {verdict.points} points, not {due}.\n{told}")


if __name__ == "__main__":
    main()
