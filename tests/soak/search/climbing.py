"""Climbs from wrong answers towards points, without becoming right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from search.grammar import Task
from search.judgement import Judgement
from search.judging import HiddenTests
from search.program import Program, mutated

CONFIRMATIONS = 12  # further draws of the inputs, half of which an unearned pass must survive
MAX_WITHOUT_GAIN = 30  # changes in a row that a climb may make without getting higher
TOURNAMENT = 8  # programs of which the best one is where a climb starts


@dataclass(frozen=True)
class Finding:
    """A program that passes a hidden test without doing what the test promises."""

    test: str
    program: Program
    judgement: Judgement
    tried: int  # candidates for this test up to here


@dataclass
class Climber:
    """The search on one hidden test.

    Args:
        tests: the hidden tests of its task.
        test: the name of the one.
        task: how random answers to it are written.
        rng: what all of it is drawn from.
    """

    tests: HiddenTests
    test: str
    task: Task
    rng: np.random.Generator
    outcomes: Counter[str] = field(default_factory=Counter)
    climbs: int = 0
    findings: list[Finding] = field(default_factory=list)
    _pool: list[tuple[tuple[float, ...], int, Program]] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """Candidates so far."""
        return self.outcomes.total()

    def search(self, known: Sequence[Program], candidates: int, enough: int | None = None, steps: int = 120) -> None:
        """Try about so many candidates, or until enough is found.

        The known programs come first, then climbs from them and from random ones.
        """
        for program in known:
            self._enter(program)
        while self.tried < candidates and (enough is None or len(self.findings) < enough):
            if self.rng.random() < 0.5:
                best = max(self._enter(self._random(known[0])) for _ in range(TOURNAMENT))
            else:
                places = self.rng.integers(len(self._pool), size=TOURNAMENT)
                best = max(self._pool[place] for place in places)
            self._climb(best[2], best[0], steps)

    def _random(self, like: Program) -> Program:
        return replace(like, start="random", base=self.task.program(self.rng), layers=())

    def _enter(self, program: Program) -> tuple[tuple[float, ...], int, Program]:
        """Judge a program and put it into the pool."""
        entry = (self._rank(program), -len(self._pool), program)
        self._pool.append(entry)
        return entry

    def _climb(self, now: Program, rank: tuple[float, ...], steps: int) -> None:
        """Change a program again and again, keeping what ranks no lower; a finding ends it."""
        self.climbs += 1
        self.tests.child.end()
        before, since = len(self.findings), 0
        for _ in range(steps):
            candidate = now
            for _ in range(int(self.rng.choice([1, 1, 2, 3]))):
                candidate = mutated(candidate, self.task.layer(self.rng), self.rng)
            new = self._rank(candidate)
            since = 0 if new > rank else since + 1
            if new >= rank:
                now, rank = candidate, new
            if len(self.findings) > before:
                return
            if since > MAX_WITHOUT_GAIN:
                break
        self._pool.append((rank, -len(self._pool), now))

    def _rank(self, program: Program) -> tuple[float, ...]:
        """How near a wrong program is to passing; of what is right, how far it is from that."""
        judgement = self.tests.judge(program.source, self.test, int(self.rng.integers(2**31)))
        self.outcomes["unearned" if judgement.unearned else judgement.outcome] += 1
        if not judgement.unearned:
            return judgement.rank
        if self._confirmed(program):
            self.findings.append(Finding(self.test, self._shortened(program), judgement, self.tried))
        return (-3,)

    def _shortened(self, program: Program) -> Program:
        """The program without the layers that it does not need."""
        for place in reversed(range(len(program.layers))):
            fewer = replace(program, layers=program.layers[:place] + program.layers[place + 1 :])
            program = fewer if self._confirmed(fewer) else program
        return program

    def _confirmed(self, program: Program) -> bool:
        """Whether a program gets these points for most inputs."""
        self.tests.child.end()
        seeds = self.rng.integers(2**31, size=CONFIRMATIONS)
        return (
            sum(self.tests.judge(program.source, self.test, int(seed)).unearned for seed in seeds) > CONFIRMATIONS / 2
        )
